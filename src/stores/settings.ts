import { z } from "zod";
import { usualCardLimits } from "../domain/cards/card-limits.ts";
import type { JsonObject } from "../domain/json.ts";
import type { SettingKey, SettingValues } from "../domain/settings.ts";
import { isZone } from "../domain/time/local-time.ts";
import type { Table, Written } from "../ports/table.ts";
import { BadRecord, problemsIn, type Versioned } from "./records.ts";

const count = z.number().int().positive();

type Schemas = { readonly [Key in SettingKey]: z.ZodType<SettingValues[Key]> };

/** The shape of every setting, and its value while nobody has set it. */
const schemasWithin = (uploadBytesMost: number): Schemas => ({
  delivery: z.enum(["auto", "proxy", "redirect"]).default("auto"),
  "card-limits": z
    .object({
      tracks: count.default(usualCardLimits.tracks),
      trackSeconds: count.default(usualCardLimits.trackSeconds),
      trackBytes: count.default(usualCardLimits.trackBytes),
      cardSeconds: count.default(usualCardLimits.cardSeconds),
      cardBytes: count.default(usualCardLimits.cardBytes),
      titleCharacters: count.default(usualCardLimits.titleCharacters),
    })
    .prefault({}),
  "upload-bytes": count.default(500_000_000).transform((bytes) => Math.min(bytes, uploadBytesMost)),
  "keep-originals": z.boolean().default(false),
  "history-days": count.max(3650).default(30),
  "statistics-days": count.max(3650).default(400),
  "time-zone": z.string().refine(isZone, "is no time zone").default("Europe/London"),
});

/** What people have set, and the defaults where they have not. */
export type Settings = {
  /** `version` is 0 while nobody has set it. Throws {@link BadRecord} when what is stored makes no sense. */
  get<Key extends SettingKey>(key: Key): Promise<Versioned<SettingValues[Key]>>;
  /** Last writer wins unless a version is named (0: nobody has set it). */
  set<Key extends SettingKey>(key: Key, value: SettingValues[Key], ifVersion?: number): Promise<Written>;
  /** Back to the default. */
  reset(key: SettingKey): Promise<void>;
};

/** {@link Settings} over a table. However large uploads may be, more than `uploadBytesMost` finds no room here. */
export function createSettings(table: Table, uploadBytesMost = Number.POSITIVE_INFINITY): Settings {
  const schemas = schemasWithin(uploadBytesMost);
  return {
    async get(key) {
      const item = await table.get(keyOf(key));
      return { value: parseSetting(schemas, key, item?.data), version: item?.version ?? 0 };
    },
    async set(key, value, ifVersion) {
      const item = { ...keyOf(key), data: { value: parseSetting(schemas, key, { value }) } };
      if (ifVersion === undefined) return table.put(item);
      return table.put(item, ifVersion === 0 ? { ifAbsent: true } : { ifVersion });
    },
    async reset(key) {
      await table.delete(keyOf(key));
    },
  };
}

function parseSetting<Key extends SettingKey>(
  schemas: Schemas,
  key: Key,
  data: JsonObject | undefined,
): SettingValues[Key] {
  const schema: z.ZodType<SettingValues[Key]> = schemas[key];
  const { value } = data ?? {};
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new BadRecord(
    `The setting SETTING#${key}/VALUE makes no sense (${problemsIn(parsed.error)}); reset it`,
    {
      cause: parsed.error,
    },
  );
}

function keyOf(key: SettingKey) {
  return { pk: `SETTING#${key}`, sk: "VALUE" };
}
