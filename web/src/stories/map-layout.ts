/** A passage as far as the map knows it: where its choices lead, the left one first. */
export type Mapped = { readonly name: string; readonly choices: readonly { readonly to: string }[] };

/** Where a passage stands: `x` is its middle, in places beside one another from 0; `layer` counts downwards. */
export type MapNode = {
  readonly name: string;
  readonly x: number;
  readonly layer: number;
  /** Only named by a choice; nobody wrote it yet. */
  readonly isMissing: boolean;
  /** No way leads there from the beginning. */
  readonly isLost: boolean;
};
export type MapWay = {
  readonly from: MapNode;
  readonly to: MapNode;
  /** Which choice it is, of how many. */
  readonly choice: number;
  readonly of: number;
  /** Not to the next layer: within its own or upwards. */
  readonly isBack: boolean;
};
export type StoryMap = {
  readonly nodes: readonly MapNode[];
  readonly ways: readonly MapWay[];
  readonly width: number;
  readonly layers: number;
};

type Place = { readonly name: string; readonly layer: number; readonly isLost: boolean; x: number };

const sweeps = 8;
/** How far a left choice pulls to the left of where it comes from. */
const pull = 0.5;

/**
 * Draws a story from its beginning downwards: each passage as many steps below as it takes to come there, so every way leads to
 * the next layer, or back. Within a layer passages stand where those they belong to pull them, none over another.
 */
export function layOut(passages: readonly Mapped[]): StoryMap {
  const written = new Map(passages.map((each) => [each.name, each]));
  const layers: Place[][] = [];
  const places = new Map<string, Place>();
  const put = (name: string, layer: number, isLost: boolean) => {
    const row = layers[layer] ?? [];
    layers[layer] = row;
    const place = { name, layer, isLost, x: row.length };
    row.push(place);
    places.set(name, place);
    return place;
  };
  for (const [index, { name }] of passages.entries()) {
    if (places.has(name)) continue;
    const isLost = index > 0;
    const found = [put(name, layers.length, isLost)];
    for (const place of found)
      for (const { to } of written.get(place.name)?.choices ?? [])
        if (!places.has(to)) found.push(put(to, place.layer + 1, isLost));
  }

  const { above, below } = neighbours(passages, places);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isDown = sweep % 2 === 0;
    for (const row of isDown ? layers : layers.toReversed())
      settle(row, (place) => (isDown ? above : below).get(place)?.map(({ at, by }) => at.x + by));
  }
  const least = Math.min(0, ...layers.flat().map(({ x }) => x));
  const most = Math.max(0, ...layers.flat().map(({ x }) => x));
  const nodes = layers.flat().map((place): MapNode => {
    const { name, layer, isLost, x } = place;
    return { name, layer, isLost, x: x - least, isMissing: !written.has(name) };
  });
  return { nodes, ways: waysOf(passages, nodes), width: most - least + 1, layers: layers.length };
}

type Pull = { readonly at: Place; readonly by: number };

/** For each place those one layer above it, and those one below, with how far each pulls it aside. */
function neighbours(passages: readonly Mapped[], places: ReadonlyMap<string, Place>) {
  const above = new Map<Place, Pull[]>();
  const below = new Map<Place, Pull[]>();
  for (const { name, choices } of passages)
    for (const [index, { to }] of choices.entries()) {
      const [from, there] = [places.get(name), places.get(to)];
      if (from === undefined || there === undefined || there.layer !== from.layer + 1) continue;
      const by = (index - (choices.length - 1) / 2) * pull;
      above.set(there, [...(above.get(there) ?? []), { at: from, by }]);
      below.set(from, [...(below.get(from) ?? []), { at: there, by: -by }]);
    }
  return { above, below };
}

/** Orders a layer by where each is pulled and gives all places as near to that as one place of distance allows (pool adjacent violators). */
function settle(row: Place[], pulls: (place: Place) => readonly number[] | undefined): void {
  const wishes = new Map(
    row.map((place) => {
      const wished = pulls(place) ?? [place.x];
      return [place, wished.reduce((sum, x) => sum + x, 0) / wished.length];
    }),
  );
  const wish = (place: Place) => wishes.get(place) ?? place.x;
  row.sort((one, other) => wish(one) - wish(other));
  const pools: { sum: number; count: number }[] = [];
  for (const [index, place] of row.entries()) {
    let pool = { sum: wish(place) - index, count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.count > pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pools.pop();
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  let index = 0;
  for (const { sum, count } of pools)
    for (let nth = 0; nth < count; nth++) {
      const place = row[index];
      if (place !== undefined) place.x = sum / count + index;
      index += 1;
    }
}

function waysOf(passages: readonly Mapped[], nodes: readonly MapNode[]): MapWay[] {
  const byName = new Map(nodes.map((each) => [each.name, each]));
  return passages.flatMap(({ name, choices }) =>
    choices.flatMap((choice, index) => {
      const [from, to] = [byName.get(name), byName.get(choice.to)];
      if (from === undefined || to === undefined) return [];
      return [{ from, to, choice: index, of: choices.length, isBack: to.layer <= from.layer }];
    }),
  );
}
