import { createFeedReader } from "../../src/adapters/markup/feeds/feed-reader.ts";
import { createAnalyzer } from "../../src/adapters/memory/analyzer.ts";
import { createMemoryAudioFiles } from "../../src/adapters/memory/audio-files.ts";
import { createInProcessCommands } from "../../src/adapters/memory/commands.ts";
import { createInProcessJobQueue } from "../../src/adapters/memory/job-queue.ts";
import { createLiveUpdates } from "../../src/adapters/memory/live-updates.ts";
import { silentLog } from "../../src/adapters/memory/log.ts";
import { createMemoryTable } from "../../src/adapters/memory/table.ts";
import { createPasswords } from "../../src/adapters/passwords/passwords.ts";
import { newKeyRing } from "../../src/adapters/secrets/key-ring.ts";
import { createSecrets } from "../../src/adapters/secrets/secrets.ts";
import { systemChance } from "../../src/adapters/system/chance.ts";
import { systemClock } from "../../src/adapters/system/clock.ts";
import { createPictureMaker } from "../../src/adapters/wasm/picture-maker.ts";
import { createWeb } from "../../src/adapters/web/web.ts";
import { createYotoCloud } from "../../src/adapters/yoto-cloud/yoto-cloud.ts";
import { createYotoSignIn } from "../../src/adapters/yoto-cloud/yoto-sign-in.ts";
import { assembleApp } from "../../src/main/assemble-app.ts";
import { createStores } from "../../src/main/create-stores.ts";
import { mediaSourcesOver } from "../../src/main/media-sources.ts";

/** The OpenAPI document of our API as JSON, asked of the app itself over an empty memory. */
export async function apiDocument(version: string): Promise<string> {
  const clock = systemClock();
  const chance = systemChance(clock);
  const ring = newKeyRing();
  const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
  const nowhere = "http://127.0.0.1:9";
  const yoto = {
    authUrl: nowhere,
    apiUrl: nowhere,
    labsUrl: nowhere,
    clientId: "none",
    version,
    clock,
    chance,
    log: silentLog,
  };
  const stop = new AbortController();
  const { app } = assembleApp({
    stores: createStores({ table: createMemoryTable(clock), secrets, clock, chance }),
    files: createMemoryAudioFiles(),
    passwords: createPasswords(),
    pictureMaker: createPictureMaker(),
    commands: createInProcessCommands(clock),
    jobQueue: createInProcessJobQueue(clock),
    liveUpdates: createLiveUpdates(),
    analyzer: createAnalyzer({ clock, chance }),
    clock,
    chance,
    log: silentLog,
    cloud: createYotoCloud(yoto),
    signIn: createYotoSignIn(yoto),
    internet: createWeb(),
    feedReader: createFeedReader(),
    mediaSources: mediaSourcesOver(createWeb(), chance),
    accountState: async () => ({ state: "connecting" }),
    version,
    kinds: { store: "dynamodb", audio: "s3" },
    publicUrl: new URL("https://localhost"),
    publicUrlIsSet: true,
    boundToLoopback: false,
    realYoto: true,
    signal: stop.signal,
  });
  const answer = await app.request("https://localhost/api/openapi.json");
  stop.abort();
  if (!answer.ok) throw new Error(`The app could not describe itself: ${answer.status}`);
  return answer.text();
}
