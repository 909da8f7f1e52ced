/**
 * The items in an order that looks random and depends on nothing but `seed` and the items: asked twice, it is the same; an item
 * that joins or leaves moves no other past its neighbours.
 */
export function mixed<Item extends string>(items: readonly Item[], seed: string): readonly Item[] {
  const seen = new Map<string, number>();
  return items
    .map((item) => {
      const times = (seen.get(item) ?? 0) + 1;
      seen.set(item, times);
      return { item, at: hashOf(`${seed}/${item}/${times}`) };
    })
    .toSorted((one, other) => one.at - other.at || (one.item < other.item ? -1 : 1))
    .map(({ item }) => item);
}

/** FNV-1a with a final mix (MurmurHash3's), so that texts which differ in one letter land far apart. */
function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
