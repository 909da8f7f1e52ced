import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { Unavailable } from "../../ports/unavailable.ts";
import { NoSuchServer } from "../../ports/web.ts";
import { isHomeAddress } from "./home-address.ts";
import { isPublicAddress } from "./public-address.ts";
import { createWeb } from "./web.ts";

async function aServer(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (path: string) => new URL(path, `http://127.0.0.1:${port}`),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

describe("which addresses are public", () => {
  test.each([
    ["8.8.8.8", true],
    ["2606:4700::1111", true],
    ["127.0.0.1", false],
    ["10.1.2.3", false],
    ["172.31.0.1", false],
    ["192.168.1.1", false],
    ["169.254.169.254", false],
    ["100.64.0.1", false],
    ["0.0.0.0", false],
    ["::1", false],
    ["::", false],
    ["fe80::1", false],
    ["fd00::1", false],
    ["::ffff:127.0.0.1", false],
    ["::ffff:8.8.8.8", false],
    ["64:ff9b::7f00:1", false],
    ["2002:7f00:1::", false],
    ["localhost", false],
  ])("%s: %s", (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});

describe("which addresses are at home", () => {
  test.each([
    ["192.168.1.20", true],
    ["10.0.0.1", true],
    ["172.16.3.4", true],
    ["127.0.0.1", true],
    ["fd12:3456::1", true],
    ["::1", true],
    ["8.8.8.8", false],
    ["169.254.169.254", false],
    ["169.254.170.2", false],
    ["100.100.100.200", false],
    ["0.0.0.0", false],
    ["fd00:ec2::254", false],
    ["fe80::1", false],
    ["::ffff:169.254.169.254", false],
    ["::ffff:127.0.0.1", false],
    ["localhost", false],
  ])("%s: %s", (address, isHome) => {
    expect(isHomeAddress(address)).toBe(isHome);
  });
});

describe("fetching for others", () => {
  const textOf = async (body: ReadableStream<Uint8Array>) => new Response(body).text();

  test.each([
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://localhost/",
    "http://0x7f000001/",
    "http://2130706433/",
  ])("%s is refused", async (url) => {
    await expect(createWeb().get(new URL(url))).rejects.toMatchObject({ why: "private-address" });
  });

  test("only http and https", async () => {
    for (const url of ["file:///etc/passwd", "ftp://example.org/", "data:text/plain,hi"])
      await expect(createWeb().get(new URL(url))).rejects.toMatchObject({ why: "not-http" });
  });

  test("three redirects are followed, and a secret is not carried to another server", async () => {
    const seen: (string | undefined)[] = [];
    await using last = await aServer((request, answer) => {
      seen.push(request.headers.authorization);
      answer.end("here");
    });
    await using first = await aServer((request, answer) => {
      seen.push(request.headers.authorization);
      const step = Number(request.url?.slice(1));
      answer.writeHead(302, { location: step < 2 ? `/${step + 1}` : last.url("/end").href }).end();
    });
    const web = createWeb({ mayReach: () => true });
    const answer = await web.get(first.url("/0"), { headers: { authorization: "Bearer secret" } });
    expect(await textOf(answer.body)).toBe("here");
    expect(answer.url.href).toBe(last.url("/end").href);
    expect(seen).toEqual(["Bearer secret", "Bearer secret", "Bearer secret", undefined]);
  });

  test("what is sent follows a redirect on the same server, and is not handed on to another", async () => {
    const bodies: string[] = [];
    const keep = async (request: IncomingMessage) => {
      bodies.push(await text(request));
    };
    await using other = await aServer((request, answer) => void keep(request).then(() => answer.end()));
    await using first = await aServer(
      (request, answer) =>
        void keep(request).then(() => {
          if (request.url === "/end") return answer.end();
          const location = request.url === "/here" ? "/end" : other.url("/login").href;
          return answer.writeHead(307, { location }).end();
        }),
    );
    const web = createWeb({ mayReach: () => true });
    const login = { headers: { "content-type": "application/json" }, body: "name and password" };
    expect(await web.post(first.url("/here"), login)).toMatchObject({ status: 200 });
    await expect(web.post(first.url("/there"), login)).rejects.toMatchObject({ why: "other-server" });
    expect(bodies).toEqual(Array(3).fill("name and password"));
  });

  test("a redirect into the network at home is refused, and circles end", async () => {
    await using server = await aServer((request, answer) => {
      const location = request.url === "/in" ? "http://169.254.169.254/latest/meta-data" : "/round";
      answer.writeHead(302, { location }).end();
    });
    const web = createWeb({ mayReach: (_, port) => port === server.port });
    await expect(web.get(server.url("/in"))).rejects.toMatchObject({ why: "private-address" });
    await expect(web.get(server.url("/round"))).rejects.toMatchObject({ why: "too-many-redirects" });
  });

  test("a server that stalls, before or in the middle of its answer, is given up", async () => {
    await using server = await aServer((request, answer) => {
      if (request.url === "/middle") answer.write("half");
    });
    const web = createWeb({ mayReach: () => true, stalledAfterMs: 50 });
    await expect(web.get(server.url("/start"))).rejects.toThrow(Unavailable);
    const { body } = await web.get(server.url("/middle"));
    await expect(textOf(body)).rejects.toThrow();
  });

  test("a name that no server has, and an address where nobody listens, say what to look at", async () => {
    // No name may be so long, so that nobody has to be asked.
    const name = `${"no".repeat(40)}.invalid`;
    const web = createWeb({ mayReach: () => true });
    await expect(web.get(new URL(`http://${name}/`))).rejects.toThrow(
      new NoSuchServer(`There is no server called ${name}; check the address`),
    );
    const gone = await aServer(() => {});
    await gone[Symbol.asyncDispose]();
    await expect(web.get(gone.url("/"))).rejects.toThrow(
      `127.0.0.1:${gone.port} does not answer; is it switched on, and is the address right?`,
    );
    await using plain = await aServer((_, answer) => void answer.end());
    await expect(web.get(new URL(`https://127.0.0.1:${plain.port}/`))).rejects.toThrow(
      "try it with http:// instead",
    );
  });

  test("stopping stops", async () => {
    await using server = await aServer(() => {});
    const abort = new AbortController();
    const going = createWeb({ mayReach: () => true }).get(server.url("/"), { signal: abort.signal });
    abort.abort(new Error("enough"));
    await expect(going).rejects.toThrow("enough");
  });
});
