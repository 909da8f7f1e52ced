import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Job = { readonly uri: string; readonly language: string; looks: number };

/**
 * Amazon Transcribe in this process, by its public documents: a job is in progress at the first look, or at more of them. In
 * recordings with “silence” in their name nobody speaks, those with “broken” fail.
 */
export async function startTranscribe({ looksInProgress = 1 } = {}) {
  const jobs = new Map<string, Job>();
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const json = (answer: unknown) => void response.end(JSON.stringify(answer));
    const refuse = (type: string) =>
      void response
        .writeHead(type === "AccessDeniedException" ? 403 : 400, { "x-amzn-errortype": type })
        .end(JSON.stringify({ __type: type, message: type }));
    const words = /^\/words\/(.+)$/.exec(request.url ?? "");
    if (words) return json(wordsOf(jobs.get(decodeURIComponent(words[1] ?? ""))));
    const action = String(request.headers["x-amz-target"]).replace(
      "com.amazonaws.transcribe.Transcribe.",
      "",
    );
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const name = body.TranscriptionJobName;
    asked.push(`${action} ${name}`);
    const job = jobs.get(name);
    if (action === "StartTranscriptionJob") {
      const uri = body.Media?.MediaFileUri ?? "";
      if (!/^[0-9a-zA-Z._-]{1,200}$/.test(name) || body.MediaFormat !== "mp3" || !uri.startsWith("s3://"))
        return refuse("BadRequestException");
      if ((body.IdentifyLanguage === true) === (body.LanguageCode !== undefined))
        return refuse("BadRequestException");
      if (uri.includes("forbidden")) return refuse("AccessDeniedException");
      if (job !== undefined) return refuse("ConflictException");
      jobs.set(name, { uri, language: body.LanguageCode ?? "en-GB", looks: 0 });
      return json({ TranscriptionJob: { TranscriptionJobName: name, TranscriptionJobStatus: "QUEUED" } });
    }
    if (job === undefined) return refuse("NotFoundException");
    if (action === "DeleteTranscriptionJob") {
      jobs.delete(name);
      return json({});
    }
    job.looks += 1;
    const status =
      job.looks <= looksInProgress ? "IN_PROGRESS" : job.uri.includes("broken") ? "FAILED" : "COMPLETED";
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}/words/${encodeURIComponent(name)}`;
    return json({
      TranscriptionJob: {
        TranscriptionJobName: name,
        TranscriptionJobStatus: status,
        ...(status === "FAILED" && { FailureReason: "The media format is not valid" }),
        ...(status === "COMPLETED" && {
          LanguageCode: job.language,
          Transcript: { TranscriptFileUri: address },
        }),
      },
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    jobs,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function wordsOf(job: Job | undefined) {
  if (job === undefined || job.uri.includes("silence"))
    return { results: { transcripts: [{ transcript: "" }], items: [] } };
  const word = (content: string, at: number) => ({
    type: "pronunciation",
    start_time: String(at),
    end_time: String(at + 0.3),
    alternatives: [{ confidence: "0.99", content }],
  });
  const sign = (content: string) => ({ type: "punctuation", alternatives: [{ content }] });
  const items = [
    word("Once", 0.1),
    word("upon", 0.5),
    word("a", 0.9),
    word("time", 1.2),
    sign("."),
    word("The", 3.1),
    word("end", 3.4),
    sign("."),
  ];
  return { results: { transcripts: [{ transcript: "Once upon a time. The end." }], items } };
}
