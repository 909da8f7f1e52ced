import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createMemoryAudioFiles } from "../../src/adapters/memory/audio-files.ts";
import { createWeb } from "../../src/adapters/web/web.ts";
import type { Stream } from "../../src/http/schema/stream.ts";
import { createEndless } from "../../src/http/streams/endless.ts";
import { createOpenFiles } from "../../src/http/streams/open-files.ts";
import { createRadio } from "../../src/http/streams/radio.ts";
import { serveSlotsOnNode } from "../../src/http/streams/serve-slots-on-node.ts";
import { anApp } from "./an-app.ts";

/**
 * The app on a socket, with one who is signed in; slots are served straight on node where files are files. `before`: a server over
 * the same stores and files that has ended, at whose address this one goes on.
 */
export async function aSlotServer(
  some: Parameters<typeof anApp>[0] = {},
  before?: { readonly url: string; readonly cookie: string },
) {
  const files = some.files ?? createMemoryAudioFiles();
  const rig = anApp({ ...some, files });
  const cookie = before?.cookie ?? (await rig.setUp());
  const openFiles = createOpenFiles();
  const listener = getRequestListener(rig.app.fetch, { overrideGlobalObjects: false });
  const endless = createEndless({ clock: rig.clock, files, openFiles, log: rig.log });
  const radio = createRadio({ web: some.internet ?? createWeb(), clock: rig.clock, log: rig.log });
  const onNode = serveSlotsOnNode({ slots: rig.slots, files, openFiles, endless, radio, log: rig.log });
  const server = createServer((request, response) =>
    onNode(request, response, () => void listener(request, response)),
  );
  server.listen(before === undefined ? 0 : Number(new URL(before.url).port), "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  /** Asks the API; the answer must be a good one. */
  const ask = async <Answer>(method: string, path: string, json?: unknown): Promise<Answer> => {
    const answer = await rig.ask(method, path, { cookie, ...(json !== undefined && { json }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Answer;
  };
  return {
    ...rig,
    cookie,
    url,
    asks: ask,
    /** Puts a piece into the library; answers its id. */
    add: async (bytes: Uint8Array<ArrayBuffer>, title = "a"): Promise<string> => {
      const path = `/api/audio?name=a.mp3&title=${encodeURIComponent(title)}`;
      const answer = await rig.ask("PUT", path, { cookie, body: bytes });
      return JSON.parse(await answer.text()).audio.id;
    },
    makeStream: (wanted: object) => ask<Stream>("POST", "/api/streams", wanted),
    get: (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, init),
    async [Symbol.asyncDispose]() {
      rig.stop();
      await endless[Symbol.asyncDispose]();
      await radio[Symbol.asyncDispose]();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      await openFiles[Symbol.asyncDispose]();
    },
  };
}

/** The path of a slot's address. */
export function pathOf(stream: Stream, slot: string): string {
  return new URL(stream.slots.find((each) => each.name === slot)?.url ?? "").pathname;
}
