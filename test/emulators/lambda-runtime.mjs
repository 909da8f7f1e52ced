// What stands between Lambda and a handler: loads it, fetches events one by one, posts what it answers.
// @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { Agent, request } from "node:http";

const { AWS_LAMBDA_RUNTIME_API: host = "", _HANDLER: place = "" } = process.env;
const [file, name] = [place.slice(0, place.lastIndexOf("#")), place.slice(place.lastIndexOf("#") + 1)];
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const call = (method, path, body) =>
  new Promise((resolve, reject) => {
    const asked = request(`http://${host}/2018-06-01/runtime/${path}`, { method, agent }, (answer) => {
      const chunks = [];
      answer.on("data", (chunk) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({ headers: answer.headers, text: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    asked.on("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
const told = (error) => ({
  errorType: error?.name ?? "Error",
  errorMessage: error?.message ?? String(error),
  stackTrace: String(error?.stack ?? "").split("\n"),
});

let handler;
try {
  handler = (await import(file))[name];
  if (typeof handler !== "function") throw new TypeError(`${file} exports no function ${name}`);
} catch (error) {
  await call("POST", "init/error", told(error));
  process.exit(1);
}
for (;;) {
  const { headers, text } = await call("GET", "invocation/next");
  const id = headers["lambda-runtime-aws-request-id"];
  const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
  const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadlineMs - Date.now() };
  try {
    const answer = await handler(JSON.parse(text), context);
    await call("POST", `invocation/${id}/response`, answer ?? null);
  } catch (error) {
    await call("POST", `invocation/${id}/error`, told(error));
  }
}
