import { z } from "zod";
import type { UserName, YotoAccountId } from "../domain/ids.ts";
import type { RefreshTrouble, YotoAccount, YotoAccountTokens } from "../domain/yoto-account.ts";
import type { Clock } from "../ports/clock.ts";
import { SealBroken, type Secrets } from "../ports/secrets.ts";
import type { Table } from "../ports/table.ts";
import { gather, recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

const tokensSchema: z.ZodType<YotoAccountTokens> = z.object({
  accessToken: z.string(),
  expiresAtMs: z.number(),
  refreshToken: z.string().exactOptional(),
  refreshedAtMs: z.number(),
});

/** An account as it is stored: its tokens sealed. */
type SealedAccount = Omit<YotoAccount, "tokens"> & {
  readonly sealedTokens?: string;
  /** The generation before, for a person who has to mend things by hand. Never used by itself: it is spent. */
  readonly sealedTokensBefore?: string;
};

const schema: z.ZodType<SealedAccount> = z.object({
  id: ids.yotoAccount,
  label: z.string().exactOptional(),
  linkedBy: ids.user,
  linkedAtMs: z.number(),
  pretend: z.boolean().default(false),
  scopes: z.array(z.string()),
  state: z.discriminatedUnion("is", [
    z.object({ is: z.literal("linked") }),
    z.object({ is: z.literal("link-again"), sinceMs: z.number(), why: z.string() }),
  ]),
  refreshing: z.object({ owner: z.string(), untilMs: z.number() }).exactOptional(),
  refreshTrouble: z
    .object({
      times: z.number(),
      retryAtMs: z.number(),
      failedAtMs: z.number().default(0),
      maybeSpent: z.boolean(),
    })
    .exactOptional(),
  sealedTokens: z.string().exactOptional(),
  sealedTokensBefore: z.string().exactOptional(),
});

/** An account without its tokens. */
export type AccountOutline = Omit<YotoAccount, "tokens">;

/** A change that happened, with the account after it; or somebody else was first: read again. */
export type AccountChanged =
  | { readonly ok: true; readonly account: Versioned<YotoAccount> }
  | { readonly ok: false };

/**
 * Linked Yoto accounts, tokens sealed at rest. One refresher at a time: `beginRefresh`, ask Yoto, `endRefresh` before the
 * new token's first use. Losers wait and read again.
 */
export type YotoAccounts = {
  get(id: YotoAccountId): Promise<Versioned<YotoAccount> | undefined>;
  /** All of them; a household has a few. */
  list(): Promise<readonly Versioned<YotoAccount>[]>;
  /** All of them without their tokens, which spares unsealing what nobody asked for. */
  outlines(): Promise<readonly AccountOutline[]>;
  /** A person has signed in at Yoto: a new account, or a known one linked again (which ends `link-again`). */
  link(linked: {
    readonly id: YotoAccountId;
    readonly linkedBy: UserName;
    readonly scopes: readonly string[];
    readonly tokens: YotoAccountTokens;
    readonly pretend?: boolean;
    readonly label?: string;
  }): Promise<Versioned<YotoAccount>>;
  /** Reserves the refresh of this very version. Not ok when somebody is at it, or the version is no longer it. */
  beginRefresh(
    id: YotoAccountId,
    wanted: { readonly ifVersion: number; readonly owner: string; readonly forMs: number },
  ): Promise<AccountChanged>;
  /** Stores what the refresh gave and ends it. `ifVersion` is that of `beginRefresh`. */
  endRefresh(
    id: YotoAccountId,
    given: {
      readonly ifVersion: number;
      readonly tokens: YotoAccountTokens;
      readonly scopes?: readonly string[];
    },
  ): Promise<AccountChanged>;
  /** Ends a refresh that gave nothing; `trouble` says when the next may try. */
  abandonRefresh(id: YotoAccountId, ifVersion: number, trouble?: RefreshTrouble): Promise<AccountChanged>;
  /** Yoto wants a person to sign in again; ends a refresh too. */
  needsLinkAgain(
    id: YotoAccountId,
    told: { readonly ifVersion: number; readonly why: string },
  ): Promise<AccountChanged>;
  /** Calls the account something. */
  rename(id: YotoAccountId, label: string, ifVersion: number): Promise<AccountChanged>;
  /** Seals the tokens with the newest key where an older one sealed them; the generation before is forgotten then. */
  reseal(id: YotoAccountId): Promise<"resealed" | "was-fresh" | "cannot-open">;
  /** Forgets the account and its tokens. */
  unlink(id: YotoAccountId): Promise<void>;
};

/** {@link YotoAccounts} over a table. */
export function createYotoAccounts(deps: { table: Table; secrets: Secrets; clock: Clock }): YotoAccounts {
  const { secrets, clock } = deps;
  const records = recordsOf(deps.table, {
    schema,
    place: ({ id }) => ({ ...keyOf(id), index: { pk: "YOTO", sk: id } }),
  });

  const seal = (id: YotoAccountId, tokens: YotoAccountTokens) =>
    secrets.seal(JSON.stringify(tokens), purposeOf(id));

  const open = async ({ value, version }: Versioned<SealedAccount>): Promise<Versioned<YotoAccount>> => {
    const { sealedTokens, sealedTokensBefore: _, ...account } = value;
    if (sealedTokens === undefined) return { value: account, version };
    try {
      const tokens = tokensSchema.parse(JSON.parse(await secrets.open(sealedTokens, purposeOf(value.id))));
      return { value: { ...account, tokens }, version };
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      const why = "The key that sealed this account's tokens is gone";
      const state = { is: "link-again", sinceMs: clock.nowMs(), why } as const;
      return {
        value: { ...account, state: account.state.is === "link-again" ? account.state : state },
        version,
      };
    }
  };

  /** One conditional write on the version the caller saw. */
  const change = async (
    id: YotoAccountId,
    ifVersion: number,
    make: (before: SealedAccount) => Promise<SealedAccount | undefined> | SealedAccount | undefined,
  ): Promise<AccountChanged> => {
    const found = await records.get(keyOf(id));
    if (found === undefined || found.version !== ifVersion) return { ok: false };
    const after = await make(found.value);
    if (after === undefined) return { ok: false };
    const written = await records.put(after, { ifVersion });
    if (!written.ok) return { ok: false };
    return { ok: true, account: await open({ value: after, version: written.version }) };
  };

  return {
    async get(id) {
      const found = await records.get(keyOf(id));
      return found && open(found);
    },

    async list() {
      const found = await gather(records.all({ pk: "YOTO", inIndex: true }));
      return Promise.all(found.map(open));
    },

    async outlines() {
      const found = await gather(records.all({ pk: "YOTO", inIndex: true }));
      return found.map(({ value: { sealedTokens: _, sealedTokensBefore: __, ...outline } }) => outline);
    },

    async link({ id, linkedBy, scopes, tokens, pretend, label }) {
      const sealedTokens = await seal(id, tokens);
      for (;;) {
        const found = await records.get(keyOf(id));
        const { label: oldLabel, sealedTokens: oldTokens } = found?.value ?? {};
        const shownLabel = label ?? oldLabel;
        const value: SealedAccount = {
          id,
          linkedBy,
          linkedAtMs: clock.nowMs(),
          pretend: pretend ?? false,
          scopes,
          state: { is: "linked" },
          sealedTokens,
          ...(shownLabel !== undefined && { label: shownLabel }),
          ...(oldTokens !== undefined && { sealedTokensBefore: oldTokens }),
        };
        const written = await records.put(value, found ? { ifVersion: found.version } : { ifAbsent: true });
        if (written.ok) return open({ value, version: written.version });
      }
    },

    beginRefresh: (id, { ifVersion, owner, forMs }) =>
      change(id, ifVersion, (before) => {
        const taken = before.refreshing !== undefined && before.refreshing.untilMs > clock.nowMs();
        if (taken && before.refreshing?.owner !== owner) return undefined;
        return { ...before, refreshing: { owner, untilMs: clock.nowMs() + forMs } };
      }),

    endRefresh: (id, { ifVersion, tokens, scopes }) =>
      change(id, ifVersion, async ({ refreshing: _, refreshTrouble: __, sealedTokens, ...before }) => ({
        ...before,
        ...(scopes && { scopes }),
        state: { is: "linked" },
        sealedTokens: await seal(id, tokens),
        ...(sealedTokens !== undefined && { sealedTokensBefore: sealedTokens }),
      })),

    abandonRefresh: (id, ifVersion, trouble) =>
      change(id, ifVersion, ({ refreshing: _, refreshTrouble: before, ...account }) => {
        const refreshTrouble = trouble ?? before;
        return { ...account, ...(refreshTrouble && { refreshTrouble }) };
      }),

    needsLinkAgain: (id, { ifVersion, why }) =>
      change(id, ifVersion, ({ refreshing: _, refreshTrouble: __, ...before }) => ({
        ...before,
        state: { is: "link-again", sinceMs: clock.nowMs(), why },
      })),

    rename: (id, label, ifVersion) => change(id, ifVersion, (before) => ({ ...before, label })),

    async reseal(id) {
      for (;;) {
        const found = await records.get(keyOf(id));
        if (found?.value.sealedTokens === undefined || !secrets.isStale(found.value.sealedTokens))
          return "was-fresh";
        const { sealedTokensBefore: _, ...account } = found.value;
        const { tokens } = (await open(found)).value;
        if (tokens === undefined) return "cannot-open";
        const resealed = { ...account, sealedTokens: await seal(id, tokens) };
        if ((await records.put(resealed, { ifVersion: found.version })).ok) return "resealed";
      }
    },

    async unlink(id) {
      await records.delete(keyOf(id));
    },
  };
}

function keyOf(id: YotoAccountId) {
  return { pk: `YOTO#${id}`, sk: "ACCOUNT" };
}

/** A sealed token opens for its own account only. */
function purposeOf(id: YotoAccountId): string {
  return `yoto-tokens:${id}`;
}
