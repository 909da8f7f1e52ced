import type { PlayerId, YotoAccountId, YotoCardId } from "../ids.ts";
import type { ButtonQuestion, ProbeQuestion } from "./questions.ts";

/** One run of the Player Probe on one player. */
export type Probe = {
  /** Hash of the secret in its addresses. */
  readonly id: string;
  readonly accountId: YotoAccountId;
  readonly playerId: PlayerId;
  readonly playerName: string;
  /** The kind of player the result is kept for. */
  readonly model: string;
  readonly firmware?: string;
  readonly yotoCardId: YotoCardId;
  /** The card on which the buttons choose. */
  readonly buttonsCardId?: YotoCardId;
  readonly startedAtMs: number;
  /** Chapters that were begun by us because the player was stuck. */
  readonly pushes: readonly { readonly to: ProbeQuestion | ButtonQuestion; readonly atMs: number }[];
  readonly finishedAtMs?: number;
};

/** A request for a chapter of the probe, as it came. */
export type ProbeVisit = {
  readonly question: ProbeQuestion | ButtonQuestion;
  /** How many redirects it has followed. */
  readonly hop: number;
  readonly atMs: number;
  readonly method: string;
  readonly range?: string;
  /** Absent where the server in between does not tell. */
  readonly httpVersion?: string;
  readonly keepsAlive?: boolean;
  readonly userAgent?: string;
  /** Our side broke this one off. */
  readonly wasCut?: boolean;
  /** What stands between could not bring the answer as the question wants it: it says nothing. */
  readonly plainly?: boolean;
};
