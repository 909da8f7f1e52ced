import { expect, test } from "vitest";
import { verdictOf } from "./finding.ts";
import { judgeAddress } from "./judge-address.ts";
import { judgeAnswer, judgeCertificate, judgeRange } from "./judge-answer.ts";
import { judgeSound } from "./judge-sound.ts";

const silence = (frames: number) => {
  const bytes = new Uint8Array(417 * frames);
  for (let at = 0; at < frames; at += 1) bytes.set([0xff, 0xfb, 0x90, 0x64], at * 417);
  return bytes;
};
const tasted = { seconds: 1.04, sampleRateHz: 44_100, channels: 1, faults: 0 };

test.each([
  ["http://127.0.0.1:8080", "address-at-home", "bad"],
  ["http://192.168.1.20:8080", "address-at-home", "bad"],
  ["https://nas.local", "address-at-home", "bad"],
  ["http://yoto.example.org", "address-not-https", "warn"],
  ["https://yoto.example.org", "address", "good"],
] as const)("%s is judged as %s", (url, code, is) => {
  expect(judgeAddress(new URL(url), true, false)).toMatchObject([{ code, is }]);
});

test("pretend players reach an address at home", () => {
  expect(judgeAddress(new URL("http://127.0.0.1:8080"), false, true)).toMatchObject([{ is: "good" }]);
});

test("every bad and every half-good thing says what to do next", () => {
  const findings = [
    ...judgeAnswer({ status: 404, headers: {}, waitedMs: 1, redirects: 0 }),
    ...judgeAnswer({ status: 503, headers: {}, waitedMs: 1, redirects: 0 }),
    ...judgeAnswer({
      status: 200,
      headers: { "content-type": "text/html", "set-cookie": "a=b" },
      waitedMs: 4000,
      redirects: 4,
    }),
    judgeCertificate({ validUntilMs: 3 * 86_400_000, issuer: "R3", protocol: "TLSv1.3" }, 0),
    ...judgeSound(new TextEncoder().encode("<html>not found</html>"), "mp3", undefined),
    ...judgeSound(silence(40), "mp3", undefined),
    ...judgeSound(silence(40), "opus", tasted),
  ];
  expect(findings.map(({ code }) => code)).toEqual([
    "not-there",
    "refused",
    "content-type",
    "many-redirects",
    "slow",
    "cookie",
    "certificate-runs-out",
    "no-sound",
    "not-decodable",
    "wrong-format",
  ]);
  for (const { is, next } of findings)
    expect([is, next !== undefined]).not.toEqual([expect.anything(), false]);
});

test("sound that decodes is told with what it is", () => {
  expect(judgeSound(silence(40), "mp3", tasted)).toMatchObject([{ is: "good", code: "sound" }]);
  expect(judgeSound(Uint8Array.of(0xff, 0xf1, 0x50, 0x40), "aac", undefined)).toMatchObject([
    { is: "unsure" },
  ]);
  expect(judgeSound(Uint8Array.of(0xff, 0xf1, 0x50, 0x40), "mp3", undefined)).toMatchObject([
    { code: "wrong-format" },
  ]);
});

test("a range counts only when it is exactly the one that was asked for", () => {
  const wanted = { first: 100, last: 199, bytes: 1000 };
  const headers = { "content-range": "bytes 100-199/1000" };
  expect(judgeRange(wanted, { status: 206, headers, length: 100 }).is).toBe("good");
  expect(judgeRange(wanted, { status: 206, headers, length: 99 }).is).toBe("warn");
  expect(judgeRange(wanted, { status: 200, headers: {}, length: 100 }).is).toBe("warn");
});

test("the worst finding decides", () => {
  const of = (...kinds: readonly ("good" | "warn" | "bad" | "unsure")[]) =>
    verdictOf(kinds.map((is) => ({ is, code: "x", message: "" })));
  expect([of("good"), of("good", "warn"), of("warn", "unsure"), of("unsure", "bad")]).toEqual([
    "plays",
    "plays-but",
    "unsure",
    "does-not-play",
  ]);
});
