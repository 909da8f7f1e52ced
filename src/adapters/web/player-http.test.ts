import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { afterAll, expect, test } from "vitest";
import { createPlayerHttp } from "./player-http.ts";

// A key for tests alone; both certificates are made out to localhost by themselves, the second ran out in 2021.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgwuTJgmdhyPg/c/7p
F1/8OQzPTdzmrBapuj1JAgRlycuhRANCAAQqK+OyyBzjfldl/M+yOW8uwPD90NSh
6qJisyEAQRJ1MW0bStq1UtE50Sob/hJ9TxPNGmI7n2Tpi9jEzhOszMHe
-----END PRIVATE KEY-----`;
const good = `-----BEGIN CERTIFICATE-----
MIIBXjCCAQSgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCor47LIHON+V2X8
z7I5by7A8P3Q1KHqomKzIQBBEnUxbRtK2rVS0TnRKhv+En1PE80aYjufZOmL2MTO
E6zMwd6jRTBDMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAMBgNVHRMEBTADAQH/MB0G
A1UdDgQWBBSX8T0v7JCjGTq43oAdEhYtJ+WuCDAKBggqhkjOPQQDAgNIADBFAiEA
lGfj089u2cPk1hCH5803LPQ5MfwrmqQP1n/rJi8oOFoCICoiAxgZrGIoHHh18y4i
WNeypUeInCQthWHjJ7jTaPel
-----END CERTIFICATE-----`;
const expired = `-----BEGIN CERTIFICATE-----
MIIBWzCCAQKgAwIBAgIBAjAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjAUMRIwEAYDVQQDDAls
b2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQqK+OyyBzjfldl/M+y
OW8uwPD90NSh6qJisyEAQRJ1MW0bStq1UtE50Sob/hJ9TxPNGmI7n2Tpi9jEzhOs
zMHeo0UwQzAUBgNVHREEDTALgglsb2NhbGhvc3QwDAYDVR0TBAUwAwEB/zAdBgNV
HQ4EFgQUl/E9L+yQoxk6uN6AHRIWLSflrggwCgYIKoZIzj0EAwIDRwAwRAIgLELI
sLLPX3lzhTyymfUDtzGCQQpVHrUdAAtKI7CzfsoCIGhDanxxQBGZA/et4Lq5hwpQ
yulKsNpugeKlRU50C88u
-----END CERTIFICATE-----`;

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});
async function portOf(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
const look = async (url: URL, more: { own?: URL; ca?: string; mostBytes?: number } = {}) => {
  const { own = url, ca, mostBytes = 10 } = more;
  const eye = createPlayerHttp({ own, nowMs: () => performance.now(), ...(ca && { ca }) });
  return eye.ask({ url, method: "GET", mostBytes });
};
const overTls = async (cert: string) => {
  const port = await portOf(createServer({ key, cert }, (_, response) => response.end("0123456789abc")));
  return `https://localhost:${port}`;
};

test("a good certificate is seen with its date, and no more is read than wanted", async () => {
  const seen = await look(new URL(await overTls(good)), { ca: good });
  expect(seen).toMatchObject({ is: "answer", status: 200, tls: { validUntilMs: Date.UTC(2120, 0, 1) } });
  expect(seen.is === "answer" && Buffer.from(seen.bytes).toString()).toBe("0123456789");
});

test("what is wrong with a certificate is told apart", async () => {
  const url = await overTls(good);
  expect(await look(new URL(url))).toMatchObject({ why: "certificate-self-signed" });
  const otherName = new URL(url.replace("localhost", "127.0.0.1"));
  expect(await look(otherName, { ca: good })).toMatchObject({ why: "certificate-name" });
  expect(await look(new URL(await overTls(expired)), { ca: expired })).toMatchObject({
    why: "certificate-expired",
  });
});

test("redirects are shown and not followed; nobody there is told from nonsense", async () => {
  const server = createHttpServer((request, response) => {
    if (request.url === "/cut") return void request.socket.end("this is no HTTP\r\n\r\n");
    response.writeHead(302, { location: "/elsewhere" }).end();
  });
  const url = new URL(`http://127.0.0.1:${await portOf(server)}`);
  expect(await look(url)).toMatchObject({ status: 302, headers: { location: "/elsewhere" } });
  expect(await look(new URL("/cut", url))).toMatchObject({ why: "broken" });
  const closed = new URL("http://127.0.0.1:9");
  expect(await look(closed)).toMatchObject({ why: "not-reached" });
});

test("addresses of the house are asked only where this server itself is", async () => {
  const server = createHttpServer((_, response) => response.end("secret"));
  const url = new URL(`http://127.0.0.1:${await portOf(server)}`);
  const own = new URL("https://yoto.example.org");
  expect(await look(url, { own })).toMatchObject({ is: "no-answer", why: "private-address" });
  expect(await look(new URL(url.href.replace("127.0.0.1", "localhost")), { own })).toMatchObject({
    why: "private-address",
  });
});
