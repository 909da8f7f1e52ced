import { z } from "zod";
import type { UserName } from "../domain/ids.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";
import type { Table } from "../ports/table.ts";
import { recordsOf } from "./records.ts";
import { ids } from "./schemas.ts";
import { secretHash } from "./secret-hash.ts";

type SetupState =
  | { readonly is: "open"; readonly tokenHash: string }
  | { readonly is: "claimed"; readonly tokenHash: string; readonly by: UserName; readonly untilMs: number }
  | { readonly is: "done"; readonly by: UserName; readonly atMs: number };

const schema: z.ZodType<SetupState> = z.discriminatedUnion("is", [
  z.object({ is: z.literal("open"), tokenHash: z.string() }),
  z.object({ is: z.literal("claimed"), tokenHash: z.string(), by: ids.user, untilMs: z.number() }),
  z.object({ is: z.literal("done"), by: ids.user, atMs: z.number() }),
]);

const claimMs = 60_000;
const key = { pk: "SETUP", sk: "STATE" };

/**
 * The first run: one link, good for one first admin. `claim`, create the user, `finish`; a claim that is never finished
 * (a crash between) falls back after a minute, or at once for the same name.
 */
export type Setup = {
  isDone(): Promise<boolean>;
  /** A new link token, which ends the one before; `undefined` when set-up is done. */
  begin(): Promise<string | undefined>;
  /** Whether the token is the one of the open set-up. */
  isOpenTo(token: string): Promise<boolean>;
  /** Reserves being the first; one caller at a time. `token` may be left out where nobody else can reach us. */
  claim(by: UserName, token?: string): Promise<boolean>;
  /** The first admin exists. */
  finish(by: UserName): Promise<boolean>;
};

/** {@link Setup} over a table. */
export function createSetup(deps: { table: Table; clock: Clock; chance: Chance }): Setup {
  const { clock } = deps;
  const records = recordsOf<SetupState>(deps.table, { schema, place: () => key });

  const change = async (make: (before: SetupState | undefined) => SetupState | undefined) => {
    const found = await records.get(key);
    const after = make(found?.value);
    if (after === undefined) return false;
    return (await records.put(after, found ? { ifVersion: found.version } : { ifAbsent: true })).ok;
  };

  return {
    async isDone() {
      return (await records.get(key))?.value.is === "done";
    },
    async begin() {
      for (;;) {
        const token = deps.chance.secret(256);
        const tokenHash = secretHash(token);
        const before = (await records.get(key))?.value;
        if (before?.is === "done") return undefined;
        const written = await change((now) => {
          if (now?.is === "done") return undefined;
          return now?.is === "claimed" ? { ...now, tokenHash } : { is: "open", tokenHash };
        });
        if (written) return token;
      }
    },
    async isOpenTo(token) {
      const state = (await records.get(key))?.value;
      return state !== undefined && state.is !== "done" && state.tokenHash === secretHash(token);
    },
    claim: (by, token) =>
      change((before) => {
        if (before?.is === "done") return undefined;
        const tokenHash = before?.tokenHash ?? "";
        if (token !== undefined && tokenHash !== secretHash(token)) return undefined;
        if (before?.is === "claimed" && before.by !== by && before.untilMs > clock.nowMs()) return undefined;
        return { is: "claimed", tokenHash, by, untilMs: clock.nowMs() + claimMs };
      }),
    finish: (by) =>
      change((before) =>
        before?.is === "claimed" && before.by === by ? { is: "done", by, atMs: clock.nowMs() } : undefined,
      ),
  };
}
