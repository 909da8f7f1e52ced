import { z } from "zod";
import type { PlayerId } from "../domain/ids.ts";
import type { SetThings, SettingChange } from "../domain/players/setting-change.ts";
import type { Table } from "../ports/table.ts";
import { alarmSchema, playerSettingsSchema, shortcutSchema } from "./player-settings-schema.ts";
import { expirySeconds, type Listed, type PageWanted, pageOf, recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

const things: z.ZodType<SetThings> = z.object({
  name: z.string().exactOptional(),
  settings: playerSettingsSchema.exactOptional(),
  alarm: alarmSchema.exactOptional(),
  shortcut: shortcutSchema.exactOptional(),
});

const schema: z.ZodType<SettingChange> = z.object({
  id: z.string(),
  playerId: ids.player,
  atMs: z.number(),
  by: z.string(),
  press: z
    .object({ mode: z.enum(["day", "night"]), press: z.union([z.literal(1), z.literal(2)]) })
    .exactOptional(),
  before: things,
  after: things,
  undoes: z.string().exactOptional(),
  undoneBy: z.string().exactOptional(),
});

const keptMs = 365 * 86_400_000;

/** What people changed on players' settings, kept for a year. */
export type SettingChanges = {
  add(change: SettingChange): Promise<void>;
  get(playerId: PlayerId, id: string): Promise<Versioned<SettingChange> | undefined>;
  /** In the order of time, or backwards. */
  page(playerId: PlayerId, wanted?: PageWanted): Promise<Listed<SettingChange>>;
  /** Notes that a change was taken back; `false` when it had been already. */
  markUndone(change: Versioned<SettingChange>, undoneBy: string): Promise<boolean>;
};

/** {@link SettingChanges} over a table. */
export function createSettingChanges(table: Table): SettingChanges {
  // Ids sort by when they were made.
  const keyOf = (playerId: PlayerId, id: string) => ({ pk: `PLAYER#${playerId}`, sk: `CHANGE#${id}` });
  const records = recordsOf(table, {
    schema,
    place: ({ playerId, id, atMs }) => ({ ...keyOf(playerId, id), expiresAt: expirySeconds(atMs + keptMs) }),
  });
  return {
    add: async (change) => void (await records.put(change)),
    get: (playerId, id) => records.get(keyOf(playerId, id)),
    page: (playerId, wanted) =>
      records.page({ pk: `PLAYER#${playerId}`, prefix: "CHANGE#", ...pageOf(wanted) }),
    markUndone: async ({ value, version }, undoneBy) =>
      (await records.put({ ...value, undoneBy }, { ifVersion: version })).ok,
  };
}
