import { checkMarkHeader } from "../../domain/play-check/check-mark-header.ts";
import type { Finding } from "../../domain/play-check/finding.ts";
import {
  judgeAnswer,
  judgeCertificate,
  judgeRange,
  noAnswerWords,
} from "../../domain/play-check/judge-answer.ts";
import { judgeSound } from "../../domain/play-check/judge-sound.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ExcerptDecoder } from "../../ports/excerpt-decoder.ts";
import type { PlayerHttp, Seen } from "../../ports/player-http.ts";
import type { CheckMarks } from "../../stores/check-marks.ts";

export type LookDeps = {
  readonly playerHttp: PlayerHttp;
  readonly excerptDecoder: ExcerptDecoder;
  readonly checkMarks: CheckMarks;
  readonly publicUrl: URL;
  readonly clock: Clock;
};

/** Something a player would fetch. */
export type LookedAt = {
  readonly chapterKey: string;
  readonly title: string;
  readonly url: string;
  readonly format: string;
};

const atOnce = 4;
/** More chapters than these are not asked for one by one: they come the same way. */
const mostAsked = 20;
const tasteBytes = 192 * 1_024;
const rangeBytes = 4_096;
const mostRedirects = 5;
const redirects = [301, 302, 303, 307, 308];

/** Fetches what players would fetch, the way they do, and tells in words how that went. Nobody's place in a story moves by it. */
export async function lookAsPlayer(deps: LookDeps, tracks: readonly LookedAt[]): Promise<readonly Finding[]> {
  const asked = spread(tracks, mostAsked);
  const mark = await deps.checkMarks.make();
  const found: Finding[][] = [];
  // The first tells whether there is any use in asking for the others.
  const [first, ...others] = asked;
  if (first === undefined) return [];
  const start = await lookAt(deps, first, mark);
  found.push([...start.findings]);
  if (!start.answered) return start.findings.map(({ chapterKey: _, ...rest }) => rest);
  const waiting = [...others];
  const workers = Array.from({ length: atOnce }, async () => {
    for (let track = waiting.shift(); track !== undefined; track = waiting.shift())
      found.push([...(await lookAt(deps, track, mark)).findings]);
  });
  await Promise.all(workers);
  const order = new Map(asked.map(({ chapterKey }, place) => [chapterKey, place]));
  const all = onceForAll(found.flat());
  all.sort((left, right) => placeIn(order, left) - placeIn(order, right));
  if (asked.length < tracks.length)
    all.push({
      is: "good",
      code: "sampled",
      message: `Of ${tracks.length} chapters ${asked.length} were fetched, from the first to the last.`,
    });
  return all;
}

/** What is the same for all chapters is said once. */
function onceForAll(findings: readonly Finding[]): Finding[] {
  const general = new Set(["certificate", "certificate-runs-out", "ranges"]);
  const seen = new Set<string>();
  return findings.flatMap((finding) => {
    if (!general.has(finding.code)) return [finding];
    if (seen.has(finding.code)) return [];
    seen.add(finding.code);
    const { chapterKey: _, ...once } = finding;
    return [once];
  });
}

function placeIn(order: ReadonlyMap<string, number>, { chapterKey }: Finding): number {
  return chapterKey === undefined ? -1 : (order.get(chapterKey) ?? 0);
}

async function lookAt(
  deps: LookDeps,
  track: LookedAt,
  mark: string,
): Promise<{ readonly answered: boolean; readonly findings: readonly Finding[] }> {
  const { chapterKey, title, url, format } = track;
  const about = (finding: Finding): Finding => ({
    ...finding,
    message: `“${title}”: ${finding.message}`,
    chapterKey,
  });
  if (!URL.canParse(url)) {
    const message = "It has no address that a player could ask.";
    const bad: Finding = { is: "bad", code: "no-address", message, next: "Publish the card again." };
    return { answered: true, findings: [about(bad)] };
  }
  const head = await follow(deps, new URL(url), mark, { method: "HEAD", mostBytes: 0 });
  const whole = await follow(deps, new URL(url), mark, { method: "GET", mostBytes: tasteBytes });
  if (whole.seen.is === "no-answer") {
    const [what, next] = noAnswerWords[whole.seen.why];
    const isOurs = whole.at.origin === deps.publicUrl.origin;
    // From inside a house its own outside is often not to be seen.
    const is = whole.seen.why === "not-reached" && isOurs ? "unsure" : "bad";
    return {
      answered: false,
      findings: [{ is, code: whole.seen.why, message: `${whole.at.origin}: ${what}.`, next, chapterKey }],
    };
  }
  const findings: Finding[] = [];
  const { seen, at, hops } = whole;
  if (seen.tls !== undefined) findings.push(judgeCertificate(seen.tls, deps.clock.nowMs()));
  const answer = judgeAnswer({ ...seen, redirects: hops }).map(about);
  findings.push(...answer);
  if (answer.some(({ is }) => is === "bad")) return { answered: true, findings };
  if (head.seen.is === "answer" && head.seen.status !== seen.status)
    findings.push(
      about({
        is: "warn",
        code: "head",
        message: `Asked for its headers only (HEAD), it answers ${head.seen.status}; some players ask that first.`,
        next: "Let your proxy pass HEAD on.",
      }),
    );
  const bytes = Number(seen.headers["content-length"] ?? Number.NaN);
  if (Number.isNaN(bytes))
    findings.push(about({ is: "good", code: "endless", message: "It has no end, like a radio." }));
  else if (bytes > rangeBytes * 2) {
    const wanted = { first: bytes >> 1, last: (bytes >> 1) + rangeBytes - 1, bytes };
    const part = await askOnce(deps, at, mark, {
      method: "GET",
      mostBytes: rangeBytes,
      headers: { range: `bytes=${wanted.first}-${wanted.last}` },
    });
    if (part.is === "answer") {
      const judged = judgeRange(wanted, { ...part, length: part.bytes.length });
      findings.push(judged.is === "good" ? judged : about(judged));
    }
  }
  const tasted = await deps.excerptDecoder.decodeMp3Excerpt(seen.bytes);
  findings.push(...judgeSound(seen.bytes, format, tasted).map(about));
  return { answered: true, findings };
}

type Ask = {
  readonly method: "GET" | "HEAD";
  readonly mostBytes: number;
  readonly headers?: Readonly<Record<string, string>>;
};

function askOnce(deps: LookDeps, url: URL, mark: string, ask: Ask): Promise<Seen> {
  const ours = url.origin === deps.publicUrl.origin;
  return deps.playerHttp.ask({
    ...ask,
    url,
    headers: { ...ask.headers, ...(ours && { [checkMarkHeader]: mark }) },
  });
}

async function follow(
  deps: LookDeps,
  url: URL,
  mark: string,
  ask: Ask,
): Promise<{ readonly seen: Seen; readonly at: URL; readonly hops: number }> {
  let at = url;
  for (let hops = 0; ; hops += 1) {
    const seen = await askOnce(deps, at, mark, ask);
    const to = seen.is === "answer" && redirects.includes(seen.status) ? seen.headers["location"] : undefined;
    if (to === undefined || hops === mostRedirects || !URL.canParse(to, at.href)) return { seen, at, hops };
    at = new URL(to, at);
  }
}

/** So many of them, evenly, with the first and the last. */
function spread<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => items[Math.round(at * step)]).filter(
    (item) => item !== undefined,
  );
}
