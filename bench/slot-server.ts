import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { openAudioFolder } from "../src/adapters/files/audio-files.ts";
import { createLiveUpdates } from "../src/adapters/memory/live-updates.ts";
import { createSqliteTable } from "../src/adapters/sqlite/table.ts";
import { systemChance } from "../src/adapters/system/chance.ts";
import { systemClock } from "../src/adapters/system/clock.ts";
import { createWeb } from "../src/adapters/web/web.ts";
import type { AudioId } from "../src/domain/ids.ts";
import { createEndless } from "../src/http/streams/endless.ts";
import { createOpenFiles } from "../src/http/streams/open-files.ts";
import { createRadio } from "../src/http/streams/radio.ts";
import { serveSlotsOnNode } from "../src/http/streams/serve-slots-on-node.ts";
import { createSlotLog } from "../src/http/streams/slot-log.ts";
import { createSlots } from "../src/http/streams/slots.ts";
import { createAudioLibrary } from "../src/stores/audio.ts";
import { createCards } from "../src/stores/cards.ts";
import { createEditions } from "../src/stores/editions.ts";
import { createFeeds } from "../src/stores/feeds.ts";
import { createListenings } from "../src/stores/listenings.ts";
import { createMailboxes } from "../src/stores/mailboxes.ts";
import { createPlayerHistory } from "../src/stores/player-history.ts";
import { createPlayers } from "../src/stores/players.ts";
import { createScripts } from "../src/stores/scripts.ts";
import { createSettings } from "../src/stores/settings.ts";
import { createStreams } from "../src/stores/streams.ts";
import { addAudio } from "../src/usecases/audio/add-audio.ts";
import { makeStream } from "../src/usecases/streams/make-stream.ts";
import { silence } from "./silence.ts";

// What serves `/s/` at home and nothing else: `node slot-server.ts FOLDER`. Prints its port and the paths of a stream of ten
// joined files, and of the same ten without an end.
const folder = process.argv[2] ?? "";
const clock = systemClock();
const chance = systemChance(clock);
const table = createSqliteTable(join(folder, "bench.db"), clock);
const files = await openAudioFolder(join(folder, "audio"));
const log = { debug() {}, info() {}, warn: console.error, error: console.error };
const stores = {
  audio: createAudioLibrary({ table, clock }),
  streams: createStreams(table),
  listenings: createListenings(table),
  cards: createCards(table),
  players: createPlayers(table),
  playerHistory: createPlayerHistory(table),
  settings: createSettings(table),
  feeds: createFeeds(table),
  editions: createEditions(table),
  scripts: createScripts(table),
  mailboxes: createMailboxes(table),
};
const deps = {
  ...stores,
  files,
  clock,
  chance,
  log,
  liveUpdates: createLiveUpdates(),
  slotLog: createSlotLog(),
};

const audio: AudioId[] = [];
for (let n = 0; n < 10; n++) {
  const bytes = silence(9200, n); // four minutes
  const added = await addAudio(deps, {
    bytes: new Blob([bytes]).stream(),
    name: `${n}.mp3`,
    maxBytes: bytes.length,
  });
  if (added.ok) audio.push(added.audio.id);
}
const list = { kind: "queue", audio, order: "in-order", loop: true } as const;
const paths: string[] = [];
for (const slots of ["joined", "endless"] as const) {
  const made = await makeStream(deps, { title: slots, rule: { ...list, slots } });
  if (made.ok) paths.push(`/s/${made.stream.secret}/01.mp3`);
}

const openFiles = createOpenFiles();
const endless = createEndless({ clock, files, openFiles, log });
const radio = createRadio({ web: createWeb(), clock, log });
const onNode = serveSlotsOnNode({
  slots: createSlots({
    ...deps,
    checkMarks: { make: async () => "", isOurs: async () => false },
    playerModels: { list: async () => [] },
  }),
  files,
  openFiles,
  endless,
  radio,
  log,
});
const server = createServer((request, response) =>
  onNode(request, response, () => void response.writeHead(404).end()),
);
server.listen(0, "127.0.0.1", () =>
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port, paths })),
);
