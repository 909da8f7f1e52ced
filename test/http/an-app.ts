import { createFeedReader } from "../../src/adapters/markup/feeds/feed-reader.ts";
import { createAnalyzer } from "../../src/adapters/memory/analyzer.ts";
import { createMemoryAudioFiles } from "../../src/adapters/memory/audio-files.ts";
import { seededChance } from "../../src/adapters/memory/chance.ts";
import { fixedClock } from "../../src/adapters/memory/clock.ts";
import { createInProcessCommands } from "../../src/adapters/memory/commands.ts";
import { createLiveUpdates } from "../../src/adapters/memory/live-updates.ts";
import { createRecordingLog } from "../../src/adapters/memory/log.ts";
import { createMemoryTable } from "../../src/adapters/memory/table.ts";
import { createPasswords } from "../../src/adapters/passwords/passwords.ts";
import { newKeyRing } from "../../src/adapters/secrets/key-ring.ts";
import { createSecrets } from "../../src/adapters/secrets/secrets.ts";
import { createPictureMaker } from "../../src/adapters/wasm/picture-maker.ts";
import { createWeb } from "../../src/adapters/web/web.ts";
import { createYotoCloud } from "../../src/adapters/yoto-cloud/yoto-cloud.ts";
import { createYotoSignIn } from "../../src/adapters/yoto-cloud/yoto-sign-in.ts";
import { UserName } from "../../src/domain/ids.ts";
import { type AppParts, assembleApp } from "../../src/main/assemble-app.ts";
import { createStores } from "../../src/main/create-stores.ts";
import { mediaSourcesOver } from "../../src/main/media-sources.ts";

/** Where nobody answers: what must not call Yoto fails fast when it does. */
const nowhere = "http://127.0.0.1:9";

/** The whole HTTP side over memory, on a clock that stands still, without a socket. */
export function anApp(some: Partial<AppParts> & { readonly yotoUrl?: string } = {}) {
  const clock = some.clock ?? fixedClock(Date.UTC(2030, 0, 1));
  const chance = some.chance ?? seededChance(1);
  const log = createRecordingLog();
  const ring = newKeyRing();
  const secrets = createSecrets({ ring: () => ring, reload: async () => ring });
  const stores = some.stores ?? createStores({ table: createMemoryTable(clock), secrets, clock, chance });
  const stop = new AbortController();
  const yoto = {
    authUrl: some.yotoUrl ?? nowhere,
    apiUrl: some.yotoUrl ?? nowhere,
    labsUrl: `${some.yotoUrl ?? nowhere}/labs`,
    clientId: "pretend-client",
    version: "0",
    clock,
    chance,
    log,
    timeoutMs: 2000,
  };
  const ground: AppParts = {
    stores,
    files: createMemoryAudioFiles(),
    passwords: createPasswords({ memoryKib: 8, passes: 1, lanes: 1 }),
    pictureMaker: createPictureMaker(),
    commands: createInProcessCommands(clock),
    liveUpdates: createLiveUpdates(),
    analyzer: createAnalyzer({ clock, chance }),
    clock,
    chance,
    log,
    cloud: createYotoCloud(yoto),
    signIn: createYotoSignIn(yoto),
    internet: createWeb(),
    feedReader: createFeedReader(),
    mediaSources: mediaSourcesOver(createWeb(), chance),
    accountState: async () => ({ state: "connecting" }),
    version: "0.0.0-test",
    kinds: { store: "memory", audio: "memory" },
    publicUrl: new URL("http://localhost:8080"),
    publicUrlIsSet: false,
    boundToLoopback: true,
    realYoto: false,
    signal: stop.signal,
    ...some,
  };
  const { app, slots, deps } = assembleApp(ground);

  /** Asks as a browser at this machine would, with a cookie if given. */
  const ask = async (
    method: string,
    path: string,
    more: {
      readonly json?: unknown;
      readonly cookie?: string;
      readonly headers?: Record<string, string>;
    } & Pick<RequestInit, "body"> = {},
  ) => {
    const { json, cookie, headers, body } = more;
    return app.request(`http://localhost:8080${path}`, {
      method,
      headers: {
        host: "localhost:8080",
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...(cookie === undefined ? {} : { cookie }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(body === undefined ? {} : { body, duplex: "half" }),
    });
  };
  const setUp = async (name = "anna", password = "a long password") => {
    const answer = await ask("POST", "/api/session/setup", { json: { name, password } });
    return cookieOf(answer);
  };
  return {
    app,
    slots,
    deps,
    stores,
    clock,
    log,
    ask,
    /** Registers the first person; answers the cookie. */
    setUp,
    /** Adds a member; answers the cookie. */
    signInAs: async (name: string, role: "admin" | "member", password = "a long password") => {
      const passwordHash = await ground.passwords.hash(password);
      await stores.users.create({ name: UserName(name), role, passwordHash, createdAtMs: 0 });
      return cookieOf(await ask("POST", "/api/session", { json: { name, password } }));
    },
    stop: () => stop.abort(),
  };
}

/** The session's cookie an answer gave. */
export function cookieOf(answer: Response): string {
  const [cookie = ""] = answer.headers.getSetCookie();
  return cookie.split(";")[0] ?? "";
}

/** A constant-rate MP3 without tags: silence that is frames all the same. 26 ms a frame. */
export function silentMp3(frames: number, seed = 0): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(417);
  frame.set([0xff, 0xfb, 0x90, 0x64]); // MPEG-1 Layer III, 128 kbit/s, 44.1 kHz, no padding
  frame[100] = seed;
  const bytes = new Uint8Array(frames * frame.length);
  for (let at = 0; at < frames; at += 1) bytes.set(frame, at * frame.length);
  return bytes;
}
