import type { Abilities } from "./abilities.ts";
import type { Probe, ProbeVisit } from "./probe.ts";
import { littleSeconds, type ProbeQuestion, pauseMs, probeQuestions, probeSeconds } from "./questions.ts";

const soundMs = probeSeconds * 1000;
/** Requests so close together are one wish. */
const togetherMs = 3_000;
/** A chapter that was given up is given up by then. */
const leastPlayedMs = soundMs * 0.4;
const earlyMs = 1_500;

/**
 * What a player can do, from what it asked for and when: a chapter was played when the next one was asked for at its time, without
 * a push of ours.
 */
export function readProbe(probe: Pick<Probe, "pushes">, visits: readonly ProbeVisit[]): Abilities {
  const of = (question: ProbeQuestion) =>
    visits.filter((visit) => visit.question === question && visit.method === "GET" && visit.hop === 0);
  const keys = probeQuestions.map(({ key }) => key);
  const after = (question: ProbeQuestion) => keys[keys.indexOf(question) + 1];
  const firstAt = (question: ProbeQuestion) => of(question)[0]?.atMs;
  const pushedAt = (question: ProbeQuestion | undefined) =>
    probe.pushes.find(({ to }) => to === question)?.atMs;

  /** `undefined`: not reached, or nothing came after it yet. */
  const played = (question: ProbeQuestion): boolean | undefined => {
    const next = after(question);
    const [began, went] = [firstAt(question), next && firstAt(next)];
    if (began === undefined || next === undefined || of(question)[0]?.plainly) return undefined;
    const push = pushedAt(next);
    if (push !== undefined && (went === undefined || push <= went)) return false;
    return went === undefined ? undefined : went - began >= leastPlayedMs;
  };

  const plain = of("plain");
  const begun = plain[0];
  const afterPlain = firstAt("next");
  const early = plain.filter(({ atMs }) => atMs < (begun?.atMs ?? 0) + togetherMs);
  const isOver = begun !== undefined && afterPlain !== undefined;
  const cut = of("cut");
  const broke = cut.findIndex(({ wasCut }) => wasCut);
  const back = broke < 0 ? [] : cut.slice(broke + 1);
  const letsGo =
    isOver && plain.some(({ range, atMs }) => isForTheRest(range) && atMs < afterPlain + soundMs);
  const ahead = fetchesAhead();

  return known({
    httpVersion: begun?.httpVersion === "1.0" ? "1.0" : begun?.httpVersion === "1.1" ? "1.1" : undefined,
    keepsConnections: begun?.keepsAlive,
    asksHeadFirst:
      begun &&
      visits.some(
        ({ question, method, atMs }) => question === "plain" && method === "HEAD" && atMs <= begun.atMs,
      ),
    asksTwice: isOver ? early.filter(({ range }) => range === undefined).length > 1 : undefined,
    letsGoByItself: isOver ? letsGo : undefined,
    resumesWithRange: back.length === 0 ? letsGo || undefined : back.some(({ range }) => isForTheRest(range)),
    fetchesAhead: ahead,
    beginsWithLittle: beginsWithLittle(),
    waitsFiveSeconds: played("slow"),
    playsWithoutLength: played("no-length"),
    playsChunked: played("chunked"),
    playsAac: played("aac"),
    playsLowRate: played("low-rate"),
    followsRedirects: followsRedirects(),
    keepsCopies: keepsCopies(),
    choosesStreams: visits.some(({ question }) => question === "left" || question === "right") || undefined,
  });

  function fetchesAhead(): Abilities["fetchesAhead"] {
    const asked = of("next").filter(({ range }) => range === undefined);
    const [first] = asked;
    if (begun === undefined || first === undefined || pushedAt("next") !== undefined) return undefined;
    const endsAtMs = begun.atMs + soundMs;
    if (first.atMs >= endsAtMs - earlyMs) return "never";
    if (firstAt("little") === undefined) return undefined;
    return asked.some(({ atMs }) => atMs >= endsAtMs - earlyMs && atMs < endsAtMs + soundMs / 2)
      ? "asks-again"
      : "plays-it";
  }

  /** Who begins before the pause is through with it that much sooner. */
  function beginsWithLittle(): boolean | undefined {
    const [began, asked] = [turnOf("little"), turnOf("cut")];
    if (began === undefined || asked === undefined || ahead === "plays-it") return undefined;
    if (pushedAt("cut") !== undefined || of("little")[0]?.plainly) return undefined;
    return asked - began < pauseMs + soundMs - (littleSeconds * 1000) / 2;
  }

  /** When a chapter's turn came: what was asked for ahead is asked for again then. */
  function turnOf(question: ProbeQuestion): number | undefined {
    const asked = of(question).filter(({ range }) => range === undefined);
    return ahead === "asks-again" ? (asked[1] ?? asked[0])?.atMs : asked[0]?.atMs;
  }

  function followsRedirects(): Abilities["followsRedirects"] {
    const reached = (question: ProbeQuestion, hop: number) =>
      visits.some((visit) => visit.question === question && visit.hop === hop);
    if (of("redirect").length === 0) return undefined;
    if (reached("redirects", 3)) return 3;
    if (reached("redirect", 1)) return of("redirects").length === 0 ? undefined : 1;
    return played("redirect") === undefined ? undefined : 0;
  }

  /** The first chapter's address stands on the card once more, just before the end. */
  function keepsCopies(): boolean | undefined {
    const [before, end] = [firstAt("redirects"), firstAt("end")];
    if (before === undefined || end === undefined || pushedAt("end") !== undefined) return undefined;
    return !plain.some(({ atMs }) => atMs > before);
  }
}

function isForTheRest(range: string | undefined): boolean {
  return range !== undefined && /^bytes=0*[1-9]/.test(range);
}

type Sparse<Value> = { [Key in keyof Value]: Value[Key] | undefined };

function known(abilities: Sparse<Required<Abilities>>): Abilities {
  return Object.fromEntries(Object.entries(abilities).filter(([, value]) => value !== undefined));
}
