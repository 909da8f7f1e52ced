import type { Template } from "../../ports/aws-account.ts";

/** What a deployment would change, resource by resource. */
export type Differences = {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
};

/** Compares what is deployed with what would be. Nothing deployed: everything is new. */
export function differencesOf(before: Template | undefined, after: Template): Differences {
  const old = before?.Resources ?? {};
  const named = (id: string, { Type }: { Type: string }) => `${Type} ${id}`;
  const kept = Object.entries(after.Resources);
  return {
    added: kept.filter(([id]) => !(id in old)).map(([id, each]) => named(id, each)),
    changed: kept
      .filter(([id, each]) => id in old && textOf(old[id]) !== textOf(each))
      .map(([id, each]) => named(id, each)),
    removed: Object.entries(old)
      .filter(([id]) => !(id in after.Resources))
      .map(([id, each]) => named(id, each)),
  };
}

/** In words: by kind when everything is new, one by one otherwise. */
export function tellDifferences({ added, changed, removed }: Differences, isNew: boolean): string {
  if (isNew) {
    const kinds = new Map<string, number>();
    for (const each of added) {
      const kind = each.split(" ")[0] ?? "";
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    const list = [...kinds]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, count]) => `${count} × ${kind}`);
    return [`New: ${added.length} resources`, ...list.map((each) => `  + ${each}`)].join("\n");
  }
  const lines = [
    ...added.map((each) => `  + ${each}`),
    ...changed.map((each) => `  ~ ${each}`),
    ...removed.map((each) => `  - ${each}`),
  ];
  return lines.length === 0 ? "Nothing changes." : ["Changes:", ...lines].join("\n");
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => a.localeCompare(b)))
      : each,
  );
}
