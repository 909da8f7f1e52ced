import type { ProbeVisit } from "../../domain/probe/probe.ts";
import { probeSound } from "../../domain/probe/probe-sound.ts";
import {
  type ButtonQuestion,
  isProbeSlot,
  littleSeconds,
  type ProbeQuestion,
  pauseMs,
  probeSeconds,
  redirectsOf,
  slowMs,
} from "../../domain/probe/questions.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Probes } from "../../stores/probes.ts";

export type AnswerProbeDeps = { readonly probes: Probes; readonly clock: Clock; readonly chance: Chance };

/** A request for a chapter of the probe. `slot` is the question, and how many redirects brought the player here: `redirect-1`. */
export type ProbeAsked = {
  /** {@link probeIdOf} of the address's secret. */
  readonly probeId: string;
  readonly slot: string;
  readonly method: string;
  readonly range: string | undefined;
  readonly httpVersion?: string;
  readonly connection?: string | undefined;
  readonly userAgent?: string | undefined;
  /** The server can bring answers in every way; one that stands behind others cannot. */
  readonly bringsAll: boolean;
};

/** What to answer, and how it is to be brought. */
export type ProbeAnswer =
  | { readonly is: "nothing-there" }
  | { readonly is: "redirect"; readonly slot: string }
  | {
      readonly is: "sound";
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly contentType: string;
      /** Before the first byte. */
      readonly waitMs: number;
      readonly brought:
        | { readonly how: "whole" | "without-length" | "in-chunks" }
        /** So many bytes, then nothing for so long, then the rest. */
        | { readonly how: "with-a-pause"; readonly firstBytes: number; readonly pauseMs: number }
        /** So many bytes, then the connection breaks. */
        | { readonly how: "cut"; readonly afterBytes: number };
    };

const special: readonly string[] = ["little", "cut", "no-length", "chunked"];
/** Who asks twice drops the first answer and would not notice that it broke. */
const mostCuts = 2;

/** What a probe answers, after the request was written down. */
export async function answerProbe(deps: AnswerProbeDeps, asked: ProbeAsked): Promise<ProbeAnswer> {
  const [, slot = "", hops = "0"] = /^(.*?)(?:-(\d))?$/.exec(asked.slot) ?? [];
  const hop = Number(hops);
  const probe = (await deps.probes.get(asked.probeId))?.value;
  if (probe === undefined || !isProbeSlot(slot)) return { is: "nothing-there" };
  const cuts = slot === "cut" && asked.bringsAll && (await breaksOff(deps, asked));
  await note(deps, asked, slot, hop, cuts);
  const redirects = slot === "redirect" || slot === "redirects" ? (redirectsOf[slot] ?? 0) : 0;
  if (hop < redirects) return { is: "redirect", slot: `${slot}-${hop + 1}` };
  const kind = slot === "aac" ? "aac" : slot === "low-rate" ? "low" : "full";
  const bytes = probeSound(kind);
  return {
    is: "sound",
    bytes,
    contentType: kind === "aac" ? "audio/aac" : "audio/mpeg",
    waitMs: slot === "slow" && asked.method === "GET" ? slowMs : 0,
    brought: asked.bringsAll ? broughtHow(slot, bytes.length, cuts) : { how: "whole" },
  };
}

function broughtHow(
  slot: ProbeQuestion | ButtonQuestion,
  bytes: number,
  cuts: boolean,
): Extract<ProbeAnswer, { is: "sound" }>["brought"] {
  if (slot === "no-length") return { how: "without-length" };
  if (slot === "chunked") return { how: "in-chunks" };
  if (slot === "little")
    return { how: "with-a-pause", firstBytes: Math.round((bytes * littleSeconds) / probeSeconds), pauseMs };
  return cuts ? { how: "cut", afterBytes: bytes >> 1 } : { how: "whole" };
}

async function breaksOff({ probes }: AnswerProbeDeps, asked: ProbeAsked): Promise<boolean> {
  if (asked.method !== "GET" || /^bytes=0*[1-9]/.test(asked.range ?? "")) return false;
  return (await probes.visits(asked.probeId)).filter(({ wasCut }) => wasCut).length < mostCuts;
}

async function note(
  { probes, clock, chance }: AnswerProbeDeps,
  asked: ProbeAsked,
  question: ProbeQuestion | ButtonQuestion,
  hop: number,
  wasCut: boolean,
): Promise<void> {
  const { method, range, httpVersion, connection, userAgent } = asked;
  const visit: ProbeVisit = {
    question,
    hop,
    atMs: clock.nowMs(),
    method,
    ...(range !== undefined && { range: range.slice(0, 100) }),
    ...(httpVersion !== undefined && { httpVersion }),
    ...(httpVersion !== undefined && { keepsAlive: keepsAlive(httpVersion, connection) }),
    ...(userAgent !== undefined && { userAgent: userAgent.slice(0, 200) }),
    ...(wasCut && { wasCut }),
    ...(!asked.bringsAll && special.includes(question) && { plainly: true }),
  };
  await probes.addVisit(asked.probeId, chance.id(), visit);
}

function keepsAlive(httpVersion: string, connection = ""): boolean {
  return httpVersion === "1.0" ? /keep-alive/i.test(connection) : !/close/i.test(connection);
}
