import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPictures } from "./pictures.ts";

const png = Buffer.from("89504e470d0a1a0a", "hex");
let asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  switch (request.url) {
    case "/cover.png":
      return response.writeHead(200, { "content-type": "image/png" }).end(png);
    case "/page":
      return response.writeHead(200, { "content-type": "text/html" }).end("<p>");
    case "/huge.png":
      return response.writeHead(200, { "content-type": "image/png" }).end(Buffer.alloc(6_000_000));
    case "/moved.png":
      return response.writeHead(302, { location: "/cover.png" }).end();
    case "/round":
      return response.writeHead(302, { location: "/round" }).end();
    case "/inside":
      return response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data" }).end();
    default:
      return response.writeHead(404).end();
  }
});
let base = new URL("http://127.0.0.1");
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test("a picture of an allowed origin is fetched, also where it moved to", async () => {
  const pictures = createPictures(base);
  for (const path of ["/cover.png", "/moved.png"])
    expect(await pictures.fetch(new URL(path, base))).toEqual({
      bytes: new Uint8Array(png),
      contentType: "image/png",
    });
});

test.each(["/page", "/huge.png", "/nothing", "/round", "/inside"])(
  "%s is no picture to show",
  async (path) => {
    expect(await createPictures(base).fetch(new URL(path, base))).toBeUndefined();
  },
);

test("nothing else is ever asked: no other host, no other port, no plain http to Yoto's own", async () => {
  asked = [];
  const pictures = createPictures(undefined);
  for (const url of [
    new URL("/cover.png", base).href,
    "http://cdn.yoto.io/cover.png",
    "https://cdn.yoto.io:8443/cover.png",
    "https://yotoplay.com.evil.example/cover.png",
    "https://169.254.169.254/cover.png",
    "file:///etc/passwd",
  ])
    expect(await pictures.fetch(new URL(url))).toBeUndefined();
  expect(asked).toEqual([]);
});
