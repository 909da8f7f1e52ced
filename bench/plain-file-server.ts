import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

// The baseline: what one writes in ten minutes with Node alone. `node plain-file-server.ts FILE` prints its port.
const file = process.argv[2] ?? "";
const size = statSync(file).size;
const server = createServer((request, response) => {
  const match = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  const start = Number(match?.[1] ?? 0);
  const end = Number(match?.[2] ?? size - 1);
  response.writeHead(match === null ? 200 : 206, {
    "Content-Type": "audio/mpeg",
    "Content-Length": end - start + 1,
    "Accept-Ranges": "bytes",
    "Content-Range": `bytes ${start}-${end}/${size}`,
  });
  createReadStream(file, { start, end }).pipe(response);
});
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
