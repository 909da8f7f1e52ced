import { computed, signal } from "@preact/signals";
import type { Page } from "../../../src/http/schema/page.ts";
import type { Player } from "../../../src/http/schema/player.ts";
import { onLive } from "../api/live.ts";
import { request } from "../api/request.ts";
import { learnServerTime } from "../api/server-clock.ts";
import { createResource } from "./resource.ts";
import { forgetOnSignOut } from "./session.ts";
import { wishes } from "./wishes.ts";
import { withWish } from "./with-wish.ts";

const list = createResource(async () => {
  const { items } = await request<Page<Player>>("GET", "/api/players?limit=500");
  for (const player of items) learnServerTime(player.nowMs);
  return items;
});

/** Changes that came while the list was on its way must not be undone by it. */
const newest = signal<ReadonlyMap<string, Player>>(new Map());

/** All players by name, as the screen shows them: told by the server, with what was just asked for on top. */
export const players = computed(() =>
  list.value.value
    ?.map((player) => fresher(player, newest.value.get(player.id)))
    .map((player) => withWish(player, wishes.value.get(player.id)))
    .toSorted((a, b) => a.name.localeCompare(b.name)),
);
export const playersFailure = list.failure;
export const needPlayers = list.need;
export const loadPlayers = list.load;

function fresher(listed: Player, told: Player | undefined): Player {
  return told !== undefined && told.nowMs > listed.nowMs ? told : listed;
}

onLive("player", ({ player }) => {
  learnServerTime(player.nowMs);
  newest.value = new Map(newest.value).set(player.id, player);
  if (!list.value.value?.some((each) => each.id === player.id)) list.refresh();
});
onLive("players", list.refresh);
onLive("hello", list.refresh);
forgetOnSignOut(() => {
  list.forget();
  newest.value = new Map();
});
