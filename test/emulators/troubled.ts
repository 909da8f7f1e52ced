import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

/** A request that nobody waits for any more arrives all the same, when it may; `landed` is told the service's answer. */
export type Late = { readonly until: Promise<unknown>; readonly landed: (status: number) => void };

/** What may befall a request on its way: nothing, a refusal in place of the service, its answer is lost, or it arrives late. */
export type Trouble = "none" | "lost-answer" | { readonly status: number; readonly body: string } | Late;

/** A service that is in trouble now and then, as `next` says for each request (by the operation it names, and its path). */
export async function troubled(
  endpoint: () => string,
  next: (number: number, operation: string, headers: IncomingHttpHeaders, path: string) => Trouble,
) {
  let count = 0;
  let troubles = 0;
  const server = createServer((asked, answered) => {
    const operation = String(asked.headers["x-amz-target"] ?? asked.method);
    const trouble = next(count++, operation, asked.headers, asked.url ?? "/");
    if (trouble !== "none") troubles++;
    if (typeof trouble === "object" && "until" in trouble) {
      void deliverLate(endpoint(), asked, answered, trouble);
      return;
    }
    if (typeof trouble === "object") {
      asked.resume();
      asked.on("end", () => answered.writeHead(trouble.status).end(trouble.body));
      return;
    }
    const target = new URL(endpoint());
    const { method, url, headers } = asked;
    const onward = request(
      { host: target.hostname, port: target.port, method, path: url, headers },
      (answer) => {
        if (trouble === "lost-answer") {
          answer.resume();
          answer.on("end", () => answered.destroy());
          return;
        }
        answered.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(answered);
      },
    );
    onward.on("error", () => answered.destroy());
    asked.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    troubles: () => troubles,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function deliverLate(
  endpoint: string,
  asked: IncomingMessage,
  answered: ServerResponse,
  { until, landed }: Late,
): Promise<void> {
  const body = Buffer.concat(await asked.toArray());
  answered.destroy();
  await until;
  const { host: _, connection: __, "content-length": ___, ...headers } = asked.headers;
  const { method = "POST", url = "/" } = asked;
  const answer = await fetch(new URL(url, endpoint), {
    method,
    headers: headers as Record<string, string>,
    body,
  });
  await answer.arrayBuffer();
  landed(answer.status);
}
