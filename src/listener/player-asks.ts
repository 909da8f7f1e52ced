import type { YotoConnection } from "../ports/yoto-mqtt.ts";
import type { Agenda } from "./agenda.ts";
import type { Ask } from "./watched-player.ts";

/** Asks one player for its reports, so that no answer gets lost for our own hurry. */
export type PlayerAsks = {
  ask(what: Ask | "full-status"): void;
  /** A report of this kind has come. */
  heard(kind: "playback" | "status"): void;
};

/** A player takes 150 to 400 ms; two status requests closer together than half a second lose a reply. */
const replyWithinMs = { playback: 700, status: 500 } as const;
/** A machine that has nothing else to do looks sooner than that. */
const lateMs = 150;
const tries = { playback: 3, status: 2 } as const;
/** However doubtful its words are, a player is not asked again at once. */
const notAgainWithinMs = 5_000;

type Request = (connection: YotoConnection) => Promise<void>;
type Errand = { readonly kind: "playback" | "status"; readonly request: Request; readonly tries: number };

/**
 * Two lines of errands, one after the other in each: playback reports, and the two kinds of status. `say` sends over the
 * connection of the moment and answers `false` when there is none.
 */
export function createPlayerAsks(deps: {
  readonly agenda: Agenda;
  readonly say: (request: Request) => Promise<boolean>;
  readonly requests: {
    readonly playback: Request;
    readonly status: Request;
    readonly fullStatus: Request;
  };
}): PlayerAsks {
  const { agenda, say, requests } = deps;
  const lines = { playback: [] as Errand[], status: [] as Errand[] };
  const busy = { playback: false, status: false };
  const waiting: { playback?: (() => void) | undefined; status?: (() => void) | undefined } = {};
  const askedAtMs = { playback: Number.NEGATIVE_INFINITY, status: Number.NEGATIVE_INFINITY };
  const putOff = { playback: false, status: false };

  const reply = (kind: "playback" | "status") =>
    new Promise<boolean>((resolve) => {
      let giveUp = () => {};
      const wait = () => {
        const dueMs = agenda.nowMs() + replyWithinMs[kind];
        // Whoever comes late to look may find the answer among what is not read yet.
        const isLate = () => agenda.nowMs() - dueMs > lateMs;
        giveUp = agenda.after(replyWithinMs[kind], () => (isLate() ? wait() : end(false)));
      };
      const end = (came: boolean) => {
        waiting[kind] = undefined;
        giveUp();
        resolve(came);
      };
      waiting[kind] = () => end(true);
      wait();
    });

  const run = async (kind: "playback" | "status") => {
    busy[kind] = true;
    for (let errand = lines[kind].shift(); errand !== undefined; errand = lines[kind].shift()) {
      for (let attempt = 0; attempt < errand.tries; attempt++) {
        askedAtMs[kind] = agenda.nowMs();
        const came = reply(kind);
        if (!(await say(errand.request))) {
          lines[kind].length = 0;
          waiting[kind]?.();
          break;
        }
        if (await came) break;
      }
    }
    busy[kind] = false;
  };
  const add = (errand: Errand) => {
    const line = lines[errand.kind];
    if (line.some((each) => each.request === errand.request)) return;
    line.push(errand);
    if (!busy[errand.kind]) void run(errand.kind);
  };
  const askFor = (kind: "playback" | "status") => add({ kind, request: requests[kind], tries: tries[kind] });
  /** What is in doubt just after an answer is asked for once more, later; a player that never makes sense is not asked on and on. */
  const askUnlessLately = (kind: "playback" | "status") => {
    const waitMs = askedAtMs[kind] + notAgainWithinMs - agenda.nowMs();
    if (waitMs <= 0) {
      putOff[kind] = false;
      return askFor(kind);
    }
    if (busy[kind] || putOff[kind]) return;
    putOff[kind] = true;
    agenda.after(waitMs, () => askFor(kind));
  };

  return {
    ask(what) {
      switch (what) {
        case "everything":
          askFor("playback");
          askFor("status");
          add({ kind: "status", request: requests.fullStatus, tries: 1 });
          return;
        case "full-status":
          return add({ kind: "status", request: requests.fullStatus, tries: 1 });
        case "playback-now":
          return askFor("playback");
        case "status-now":
          return askFor("status");
        case "playback":
        case "status":
          return askUnlessLately(what);
      }
    },
    heard: (kind) => waiting[kind]?.(),
  };
}
