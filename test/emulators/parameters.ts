import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** SSM's parameters in this process: what is read and written of them, as AWS answers it. */
export async function startParameters(kept: Record<string, string> = {}) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const asked = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    switch (request.headers["x-amz-target"]) {
      case "AmazonSSM.GetParameters": {
        const names: string[] = asked.Names;
        if (asked.WithDecryption !== true) return answer(400, { __type: "ValidationException" });
        const found = names.filter((name) => name in kept);
        return answer(200, {
          Parameters: found.map((Name) => ({ Name, Value: kept[Name], Type: "SecureString" })),
          InvalidParameters: names.filter((name) => !(name in kept)),
        });
      }
      case "AmazonSSM.PutParameter":
        if (asked.Name in kept && asked.Overwrite !== true)
          return answer(400, { __type: "ParameterAlreadyExists", message: "exists" });
        kept[asked.Name] = asked.Value;
        return answer(200, { Version: 1 });
      default:
        return answer(400, { __type: "UnknownOperation" });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kept,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
