import type { Agenda } from "./agenda.ts";

/** What a player may be asked for: its reports, some of them at once however lately they were asked for. */
export type Ask = "everything" | "playback" | "playback-now" | "status" | "status-now";

/** Asks one player for its reports, so that no answer gets lost for our own hurry. */
export type PlayerAsks = {
  ask(what: Ask | "full-status"): void;
  /** A report of this kind has come. */
  heard(kind: Kind): void;
};

/** A player takes 150 to 400 ms; two status requests closer together than half a second lose a reply. */
const replyWithinMs = { playback: 700, status: 500 } as const;
/** A machine that has nothing else to do looks sooner than that. */
const lateMs = 150;
const tries = { playback: 3, status: 2, "full-status": 1 } as const;
/** However doubtful its words are, a player is not asked again at once. */
const notAgainWithinMs = 5_000;

/** What a player reports when it is asked to. */
export type Report = "playback" | "status" | "full-status";

type Kind = "playback" | "status";
type Errand = { readonly report: Report; readonly tries: number };

/**
 * Two lines of errands, one after the other in each: playback reports, and the two kinds of status. `say` asks over
 * the connection of the moment and answers `false` when there is none.
 */
export function createPlayerAsks(deps: Deps): PlayerAsks {
  return new Asks(deps);
}

type Deps = { readonly agenda: Agenda; readonly say: (report: Report) => Promise<boolean> };

/** The errands of one kind, in order. */
class Line {
  readonly errands: Errand[] = [];
  busy = false;
  putOff = false;
  askedAtMs = Number.NEGATIVE_INFINITY;
  heard: (() => void) | undefined = undefined;
}

class Asks implements PlayerAsks {
  readonly #deps: Deps;
  readonly #playback = new Line();
  readonly #status = new Line();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  ask(what: Ask | "full-status"): void {
    if (what === "playback" || what === "status") this.#askUnlessLately(what);
    if (what === "everything" || what === "playback-now") this.#askFor("playback");
    if (what === "everything" || what === "status-now") this.#askFor("status");
    if (what === "everything" || what === "full-status") this.#askFor("full-status");
  }

  heard(kind: Kind): void {
    this.#line(kind).heard?.();
  }

  #line(kind: Kind): Line {
    return kind === "playback" ? this.#playback : this.#status;
  }

  #askFor(report: Report): void {
    const kind = report === "playback" ? "playback" : "status";
    const { errands, busy } = this.#line(kind);
    if (errands.some((each) => each.report === report)) return;
    errands.push({ report, tries: tries[report] });
    if (!busy) void this.#run(kind);
  }

  /** What is in doubt just after an answer is asked for once more, later; a player that never makes sense is not asked on and on. */
  #askUnlessLately(kind: Kind): void {
    const { agenda } = this.#deps;
    const line = this.#line(kind);
    const waitMs = line.askedAtMs + notAgainWithinMs - agenda.nowMs();
    if (waitMs <= 0) {
      line.putOff = false;
      this.#askFor(kind);
    } else if (!line.busy && !line.putOff) {
      line.putOff = true;
      agenda.after(waitMs, () => this.#askFor(kind));
    }
  }

  async #run(kind: Kind): Promise<void> {
    const line = this.#line(kind);
    line.busy = true;
    for (let errand = line.errands.shift(); errand !== undefined; errand = line.errands.shift()) {
      for (let attempt = 0; attempt < errand.tries; attempt++) {
        line.askedAtMs = this.#deps.agenda.nowMs();
        const came = this.#reply(kind);
        if (!(await this.#deps.say(errand.report))) {
          line.errands.length = 0;
          line.heard?.();
          break;
        }
        if (await came) break;
      }
    }
    line.busy = false;
  }

  #reply(kind: Kind): Promise<boolean> {
    const { agenda } = this.#deps;
    const line = this.#line(kind);
    return new Promise((resolve) => {
      let giveUp = () => {};
      const wait = () => {
        const dueMs = agenda.nowMs() + replyWithinMs[kind];
        // Whoever comes late to look may find the answer among what is not read yet.
        const isLate = () => agenda.nowMs() - dueMs > lateMs;
        giveUp = agenda.after(replyWithinMs[kind], () => (isLate() ? wait() : end(false)));
      };
      const end = (came: boolean) => {
        line.heard = undefined;
        giveUp();
        resolve(came);
      };
      line.heard = () => end(true);
      wait();
    });
  }
}
