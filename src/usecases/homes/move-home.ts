import type { AllItems } from "../../ports/all-items.ts";
import type { AudioFiles } from "../../ports/audio-files.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Item, Table } from "../../ports/table.ts";
import { createMoves, movePartition } from "../../stores/moves.ts";

/** One of the two homes that everything can live in. */
export type Home = { readonly table: Table; readonly items: AllItems; readonly files: AudioFiles };

/** What was carried over. */
export type Moved = {
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
  /** Files that were there already, from a move that was broken off. */
  readonly filesThere: number;
  readonly accounts: number;
};

/** What a move needs to know beside the two homes. */
export type MoveDeps = {
  readonly from: Home;
  readonly to: Home;
  readonly clock: Clock;
  /** Empties the new home first. */
  readonly replace?: boolean;
  readonly onProgress?: (moved: Moved) => void;
  /** Called once the new home is ready: what is sealed is opened there with the old home's keys. */
  readonly carryKeys?: () => Promise<void>;
};

/** Somebody lives there already. */
export class NotEmpty extends Error {
  override readonly name = "NotEmpty";
}

const atOnce = 16;
const maxBytes = 2 ** 40;
const refreshLooksMs = 1_000;
const types: Readonly<Record<string, string>> = {
  mp3: "audio/mpeg",
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  json: "application/json",
};

/**
 * Carries everything from one home to another: files, then items, then the linked families one by one. A family's tokens are
 * taken out of the old home in the moment they stand in the new one, by one conditional write, so that two homes never refresh
 * them both. May be broken off and begun again. Throws {@link NotEmpty} and `Unavailable`.
 */
export async function moveHome(deps: MoveDeps): Promise<Moved> {
  const { from, to } = deps;
  await makeReady(deps);
  let moved: Moved = { items: 0, files: 0, bytes: 0, filesThere: 0, accounts: 0 };
  const count = (more: Partial<Moved>) => {
    moved = { ...moved, ...more };
    deps.onProgress?.(moved);
  };

  for (let after: string | undefined; ; ) {
    const page = await from.files.list("", after);
    for (const { key, bytes } of page)
      if (await isThere(to.files, key, bytes)) count({ filesThere: moved.filesThere + 1 });
      else {
        const stream = await from.files.read(key);
        if (stream === undefined) continue;
        await to.files.put(key, stream, { maxBytes, contentType: typeOf(key) });
        count({ files: moved.files + 1, bytes: moved.bytes + bytes });
      }
    after = page.at(-1)?.key;
    if (after === undefined) break;
  }

  const families: Item[] = [];
  const under = new Set<Promise<void>>();
  for await (const item of from.items()) {
    if (item.pk === movePartition) continue;
    if (isFamily(item)) {
      families.push(item);
      continue;
    }
    if (under.size >= atOnce) await Promise.race(under);
    const copying = to.table.put(plain(item)).then(() => {
      under.delete(copying);
      count({ items: moved.items + 1 });
    });
    under.add(copying);
  }
  await Promise.all(under);
  for (const family of families)
    if (await handOver(deps, family)) count({ items: moved.items + 1, accounts: moved.accounts + 1 });
  await createMoves(to.table).end();
  return moved;
}

/** The new home is empty, or is made so; one that was being moved into is gone on with, as it is. */
async function makeReady({ to, replace, clock, carryKeys }: MoveDeps): Promise<void> {
  const moves = createMoves(to.table);
  const before = await moves.underWay();
  const sinceMs = before?.sinceMs ?? clock.nowMs();
  if (before?.emptying || (before === undefined && replace)) {
    // Marked first: whoever tidies up there must not take files for left over whose records are just gone.
    await moves.begin({ sinceMs, emptying: true });
    for await (const { pk, sk } of to.items()) if (pk !== movePartition) await to.table.delete({ pk, sk });
  } else if (before === undefined) {
    for await (const { pk } of to.items())
      if (pk.startsWith("USER#") || pk.startsWith("YOTO#"))
        throw new NotEmpty("Somebody is registered in the new home already; only an empty one is moved into");
  }
  await moves.begin({ sinceMs });
  await carryKeys?.();
}

/** `false`: it was unlinked meanwhile. */
async function handOver({ from, to, clock }: MoveDeps, { pk, sk }: Item): Promise<boolean> {
  for (;;) {
    const family = await from.table.get({ pk, sk });
    if (family === undefined) return false;
    // Whoever is refreshing just now must be able to write down what it is given.
    if (refreshingUntilMs(family) > clock.nowMs()) {
      await clock.sleep(refreshLooksMs);
      continue;
    }
    // A second time round it has no tokens any more: they are in the new home.
    if (family.data["movedAtMs"] !== undefined) return true;
    await to.table.put(plain(family));
    const { sealedTokens: _, sealedTokensBefore: __, refreshing: ___, ...rest } = family.data;
    const nowMs = clock.nowMs();
    const state = { is: "link-again", sinceMs: nowMs, why: "The family has moved to another home of ours" };
    const left = { ...plain(family), data: { ...rest, state, movedAtMs: nowMs } };
    if ((await from.table.put(left, { ifVersion: family.version })).ok) return true;
  }
}

function isFamily({ pk, sk }: Item): boolean {
  return pk.startsWith("YOTO#") && sk === "ACCOUNT";
}

function refreshingUntilMs({ data }: Item): number {
  const { refreshing } = data;
  return typeof refreshing === "object" && refreshing !== null && "untilMs" in refreshing
    ? Number(refreshing["untilMs"])
    : 0;
}

function plain({ version: _, ...item }: Item) {
  return item;
}

async function isThere(files: AudioFiles, key: string, bytes: number): Promise<boolean> {
  const place = await files.locate(key, 60);
  return place?.bytes === bytes;
}

function typeOf(key: string): string {
  return types[key.slice(key.lastIndexOf(".") + 1)] ?? "application/octet-stream";
}
