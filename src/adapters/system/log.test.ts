import { expect, test } from "vitest";
import { createLog, type LogLevel } from "./log.ts";

function aLog(level: LogLevel = "info", style: "json" | "pretty" = "json") {
  const lines: string[] = [];
  const clock = { nowMs: () => Date.UTC(2030, 0, 1, 7, 8, 9) };
  return { lines, log: createLog({ clock, level, style, write: (line) => lines.push(line) }) };
}

function saidOf(fields: Record<string, unknown>): string {
  const { log, lines } = aLog();
  log.info("fact", fields);
  return lines.join("");
}

test("a fact is one line of JSON: time, level and fact first, then its fields", () => {
  const { log, lines } = aLog();
  log.info("command-sent", { playerId: "y2abc", do: "pause", seconds: 3 });
  expect(lines).toEqual([
    '{"at":"2030-01-01T07:08:09.000Z","level":"info","fact":"command-sent","playerId":"y2abc","do":"pause","seconds":3}\n',
  ]);
});

test("fields cannot pass for time, level or fact", () => {
  expect(JSON.parse(saidOf({ level: "error", at: "never" }))).toMatchObject({ level: "info", fact: "fact" });
});

test.each([
  ["debug", 4],
  ["info", 3],
  ["warn", 2],
  ["error", 1],
  ["silent", 0],
] as const)("from level %s up, %i of four are said", (level, count) => {
  const { log, lines } = aLog(level);
  log.debug("a");
  log.info("b");
  log.warn("c");
  log.error("d");
  expect(lines).toHaveLength(count);
});

const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhdXRoMHwxMjMifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
test.each([
  ["a JWT in a text", { note: `got ${jwt} back` }, jwt],
  ["a bearer header in a text", { note: "Authorization: Bearer abcdef.123456" }, "abcdef.123456"],
  ["a stream's address", { url: "https://home.example/s/Zx81-abcdefghijklm/01.mp3" }, "Zx81-abcdefghijklm"],
  ["a stream's address as URL", { url: new URL("https://home.example/s/Zx81-abcdefghijklm/01.mp3") }, "Zx81"],
  ["an OAuth answer", { url: "https://x/callback?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifj" }, "SplxlOBeZQ"],
  ["a signed URL", { url: "https://m/x.mp3?Expires=1&Signature=abcdefgh&Key-Pair-Id=KXYZ" }, "abcdefgh"],
  ["a token of our API", { note: "with yss_YW5uYQ.c2VjcmV0c2VjcmV0c2VjcmV0" }, "c2VjcmV0"],
  ["a password hash", { note: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g" }, "aGFzaGhhc2g"],
  ["a field by its name", { refreshToken: "v1.Mabc" }, "v1.Mabc"],
  ["a field deep inside", { account: { list: [{ clientSecret: "hush-hush" }] } }, "hush-hush"],
  ["a whole object under such a name", { tokens: { access: "hush-hush" } }, "hush-hush"],
  ["an error's message", { error: new Error(`refused ${jwt}`) }, jwt],
  ["an error's cause", { error: new Error("no", { cause: new Error(`refused ${jwt}`) }) }, jwt],
  [
    "an error's own fields",
    { error: Object.assign(new Error("no"), { accessToken: "hush-hush" }) },
    "hush-hush",
  ],
  ["a cookie header", { headers: { cookie: "__Host-yss=hush-hush" } }, "hush-hush"],
])("%s is blotted out", (_, fields, secret) => {
  const said = saidOf(fields);
  expect(said).not.toContain(secret);
  expect(said).toContain("[redacted]");
});

test("a secret in the fact itself is blotted out too", () => {
  const { log, lines } = aLog();
  log.warn(`refused ${jwt}`);
  expect(lines.join()).not.toContain(jwt);
});

test("what is no secret stays: ids, counts and flags", () => {
  const said = saidOf({
    playerId: "y2eyJabcdefghijk",
    tokens: 3,
    tokenStale: true,
    path: "/api/players",
    error: new Error("why"),
  });
  expect(JSON.parse(said)).toMatchObject({
    playerId: "y2eyJabcdefghijk",
    tokens: 3,
    tokenStale: true,
    path: "/api/players",
    error: { name: "Error", message: "why", stack: expect.stringContaining("log.test.ts") },
  });
});

test("nothing that is given can break the log", () => {
  const circle: Record<string, unknown> = { big: 10n, when: new Date(Number.NaN), run: () => {} };
  circle["self"] = circle;
  const { log, lines } = aLog();
  log.info("odd", circle);
  log.info("long", { text: "x".repeat(1_000_000), list: Array.from({ length: 100_000 }, (_, n) => n) });
  log.info("bytes", { bytes: new Uint8Array(1_000_000) });
  log.info("getter", {
    get trap() {
      throw new Error("hands off");
    },
  });
  expect(lines).toHaveLength(4);
  for (const line of lines) {
    expect(line.length).toBeLessThan(20_000);
    expect(JSON.parse(line)).toMatchObject({ level: "info" });
  }
});

test("for a person at a terminal: the time of day, the fact, its fields, an error below", () => {
  const { log, lines } = aLog("info", "pretty");
  log.error("job-failed", { jobId: "j1", attempt: 2, error: new Error("the disk is full") });
  const [head = "", ...rest] = lines.join("").split("\n");
  expect(head).toMatch(/^07:08:09 .*error.* job-failed jobId=j1 attempt=2$/);
  expect(rest.join("\n")).toContain("the disk is full");
});
