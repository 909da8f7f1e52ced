import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

const sampleRateHz = 24_000;
const key = "a-key";

/**
 * ElevenLabs and OpenAI's speech and transcription in this process, by their public documents: voices that hum as long as the
 * text would take, and ears that hear what the file is called.
 */
export async function startVoiceServices() {
  const asked: { path: string; body: string }[] = [];
  let trouble: number | undefined;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://voices");
    const body = await bodyOf(request);
    asked.push({ path: url.pathname, body: body.toString("latin1") });
    const refuse = (status: number) => response.writeHead(status).end(JSON.stringify({ detail: "refused" }));
    if (trouble !== undefined) return void refuse(trouble);
    const given = request.headers["xi-api-key"] ?? request.headers.authorization?.replace("Bearer ", "");
    if (given !== key) return void refuse(401);
    const json = (answer: unknown) => response.end(JSON.stringify(answer));
    if (url.pathname === "/v2/voices") {
      const second = url.searchParams.get("next_page_token") === "2";
      return void json(
        second
          ? {
              voices: [{ voice_id: "george", name: "George", description: null, labels: null }],
              has_more: false,
            }
          : {
              voices: [
                { voice_id: "rachel", name: "Rachel", labels: { gender: "female", accent: "american" } },
              ],
              has_more: true,
              next_page_token: "2",
            },
      );
    }
    const spoken = /^\/v1\/text-to-speech\/(\w+)$/.exec(url.pathname);
    if (spoken) {
      if (!["rachel", "george"].includes(spoken[1] ?? "")) return void refuse(404);
      if (url.searchParams.get("output_format") !== `pcm_${sampleRateHz}`) return void refuse(422);
      const { text, voice_settings } = JSON.parse(body.toString("utf8"));
      return void response.end(hum(text, voice_settings.speed));
    }
    if (url.pathname === "/v1/audio/speech") {
      const { input, voice, response_format, speed } = JSON.parse(body.toString("utf8"));
      if (response_format !== "pcm" || voice === undefined) return void refuse(400);
      return void response.end(hum(input, speed));
    }
    if (url.pathname === "/v1/speech-to-text" || url.pathname === "/v1/audio/transcriptions") {
      const form = body.toString("latin1");
      if (!/name="file"; filename="[^"]+\.mp3"/.test(form)) return void refuse(400);
      if (form.includes("silence")) return void json({ text: "", language_code: "eng", words: [] });
      return void json({ text: " Once upon a time. The end.", language_code: "eng", words: heardWords });
    }
    refuse(404);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    asked,
    /** From now on everything is answered so; `undefined`: well again. */
    answerWith(status: number | undefined) {
      trouble = status;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const heardWords = [
  ["Once", 0.1],
  ["upon", 0.5],
  ["a", 0.9],
  ["time.", 1.2],
  ["The", 3.1],
  ["end.", 3.4],
].flatMap(([text, start]) => [
  { text, start, end: Number(start) + 0.3, type: "word", speaker_id: "speaker_0" },
  { text: " ", start: Number(start) + 0.3, end: Number(start) + 0.3, type: "spacing" },
]);

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Fourteen characters a second. */
function hum(text: string, speed: number): Buffer {
  const sound = Buffer.alloc(2 * Math.round((text.length / 14 / speed) * sampleRateHz));
  for (let at = 0; at < sound.length / 2; at++)
    sound.writeInt16LE(Math.round(8_000 * Math.sin(at / 12)), at * 2);
  return sound;
}
