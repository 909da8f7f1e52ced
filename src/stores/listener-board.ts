import { z } from "zod";
import type { YotoAccountId } from "../domain/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Table } from "../ports/table.ts";
import { recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

/** A listener that takes part. Its record's version grows with each beat: one that stands still is dead. */
export type Member = { readonly id: string; readonly beatAtMs: number };

/** Who looks after an account. `fence` grows with each new holder, so that a write of an old one can be told. */
export type Holding = {
  readonly accountId: YotoAccountId;
  readonly fence: number;
  readonly holder?: string;
  /** When somebody is known to have listened last; what happened since then nobody heard. Absent while the holder hears. */
  readonly servedUntilMs?: number;
  /** The holder has more than its share: whoever has less may take it over while the holder still listens. */
  readonly offered?: true;
};

/** What a holder says of itself and its account. */
export type HoldingNote = Pick<Holding, "servedUntilMs" | "offered">;

export type Board = {
  readonly members: readonly Versioned<Member>[];
  readonly holdings: readonly Versioned<Holding>[];
};

/**
 * Where listeners share accounts among themselves: one beat per listener, whatever the number of its accounts. A listener is
 * dead when somebody could delete its record at a version that has stood still; its own next beat is refused then.
 */
export type ListenerBoard = {
  /** `mayLag`: as it was a moment ago is good enough, because every write names the version that it saw. */
  read(how?: { readonly mayLag: boolean }): Promise<Board>;
  /** Takes the name over from an earlier run that may not have left. Answers what that one's last beat was. */
  join(id: string): Promise<{ readonly member: Versioned<Member>; readonly before?: Member }>;
  /** `undefined`: declared dead, or the name was taken over. */
  beat(member: Versioned<Member>): Promise<Versioned<Member> | undefined>;
  /** `false` when it was not dead after all. Also how a listener leaves by itself. */
  remove(member: Versioned<Member>): Promise<boolean>;
  /** Takes an account, given what stood there; `undefined` when somebody else was first. */
  take(
    accountId: YotoAccountId,
    holder: string,
    given: { readonly before?: Versioned<Holding>; readonly servedUntilMs?: number },
  ): Promise<Versioned<Holding> | undefined>;
  /**
   * What the holder says from now on. Answers the holding at its new version; `undefined` when another has it. What the same holder wrote
   * before without hearing the end of it is written over.
   */
  note(holding: Versioned<Holding>, note: HoldingNote): Promise<Versioned<Holding> | undefined>;
  /** Gives an account back, listened to until then; nothing happens when another has it. */
  release(holding: Versioned<Holding>, servedUntilMs: number): Promise<void>;
};

const memberSchema: z.ZodType<Member> = z.object({ id: z.string(), beatAtMs: z.number() });
const holdingSchema: z.ZodType<Holding> = z.object({
  accountId: ids.yotoAccount,
  fence: z.number(),
  holder: z.string().exactOptional(),
  servedUntilMs: z.number().exactOptional(),
  offered: z.literal(true).exactOptional(),
});

const entrySchema: z.ZodType<Member | Holding> = z.union([holdingSchema, memberSchema]);

/** {@link ListenerBoard} over a table. */
export function createListenerBoard(deps: { table: Table; clock: Clock }): ListenerBoard {
  const { table, clock } = deps;
  const members = recordsOf(table, { schema: memberSchema, place: ({ id }) => memberKey(id) });
  const holdings = recordsOf(table, {
    schema: holdingSchema,
    place: ({ accountId }) => holdingKey(accountId),
  });
  const entries = recordsOf<Member | Holding>(table, {
    schema: entrySchema,
    place: (entry) => ("accountId" in entry ? holdingKey(entry.accountId) : memberKey(entry.id)),
  });

  /** Nobody but its holder writes a holding of this fence: at another version than ours, the answer to one of our own writes got lost. */
  const writeAsHolder = async (
    { value: { holder, fence }, version }: Versioned<Holding>,
    value: Holding,
  ): Promise<Versioned<Holding> | undefined> => {
    for (let ifVersion = version; ; ) {
      const written = await holdings.put(value, { ifVersion });
      if (written.ok) return { value, version: written.version };
      const now = await holdings.get(holdingKey(value.accountId));
      if (now === undefined || now.value.holder !== holder || now.value.fence !== fence) return undefined;
      ifVersion = now.version;
    }
  };

  return {
    async read({ mayLag } = { mayLag: false }) {
      const present: Versioned<Member>[] = [];
      const held: Versioned<Holding>[] = [];
      for await (const { value, version } of entries.all({ pk: "LISTENERS", mayLag }))
        if ("accountId" in value) held.push({ value, version });
        else present.push({ value, version });
      return { members: present, holdings: held };
    },

    async join(id) {
      for (;;) {
        const found = await members.get(memberKey(id));
        const value = { id, beatAtMs: clock.nowMs() };
        const written = await members.put(value, found ? { ifVersion: found.version } : { ifAbsent: true });
        if (written.ok)
          return { member: { value, version: written.version }, ...(found && { before: found.value }) };
      }
    },

    async beat({ value, version }) {
      const beaten = { ...value, beatAtMs: clock.nowMs() };
      const written = await members.put(beaten, { ifVersion: version });
      return written.ok ? { value: beaten, version: written.version } : undefined;
    },

    remove: ({ value, version }) => members.delete(memberKey(value.id), version),

    async take(accountId, holder, { before, servedUntilMs = before?.value.servedUntilMs }) {
      const fence = (before?.value.fence ?? 0) + 1;
      const value = { accountId, fence, holder, ...(servedUntilMs !== undefined && { servedUntilMs }) };
      const written = await holdings.put(value, before ? { ifVersion: before.version } : { ifAbsent: true });
      return written.ok ? { value, version: written.version } : undefined;
    },

    note(holding, note) {
      const { servedUntilMs: _, offered: __, ...held } = holding.value;
      return writeAsHolder(holding, { ...held, ...note });
    },

    async release(holding, servedUntilMs) {
      const { accountId, fence } = holding.value;
      await writeAsHolder(holding, { accountId, fence, servedUntilMs });
    },
  };
}

function holdingKey(accountId: YotoAccountId) {
  return { pk: "LISTENERS", sk: `ACCOUNT#${accountId}` };
}

function memberKey(id: string) {
  return { pk: "LISTENERS", sk: `MEMBER#${id}` };
}
