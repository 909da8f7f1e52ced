import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Polly in this process: two voices that hum, as long as the text would take and in its rate. */
export async function startPolly() {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? "/", "http://polly");
    const refuse = (type: string) =>
      response.writeHead(400, { "x-amzn-errortype": type }).end(JSON.stringify({ message: type }));
    if (url.pathname === "/v1/voices") {
      const second = url.searchParams.get("NextToken") === "2";
      const voice = second
        ? { Id: "Brian", Name: "Brian", LanguageCode: "en-GB", Gender: "Male" }
        : { Id: "Amy", Name: "Amy", LanguageCode: "en-GB", Gender: "Female" };
      response.end(JSON.stringify({ Voices: [voice], NextToken: second ? null : "2" }));
      return;
    }
    const { Text, VoiceId, OutputFormat, SampleRate, TextType } = JSON.parse(
      Buffer.concat(chunks).toString("utf8"),
    );
    const said = /^<speak><prosody rate="(\d+)%">([^<]*)<\/prosody><\/speak>$/.exec(Text);
    if (!["Amy", "Brian"].includes(VoiceId)) return void refuse("ValidationException");
    if (said === null || TextType !== "ssml" || OutputFormat !== "pcm" || SampleRate !== "16000")
      return void refuse("InvalidSsmlException");
    const [, rate = "100", words = ""] = said;
    const sound = Buffer.alloc(2 * Math.round(((words.length / 14) * 16_000 * 100) / Number(rate)));
    for (let at = 0; at < sound.length / 2; at++)
      sound.writeInt16LE(Math.round(8_000 * Math.sin(at / 12)), at * 2);
    response.end(sound);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
