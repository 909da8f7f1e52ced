import { expect, test } from "vitest";
import { BadEnvironment, readEnv } from "./env.ts";

test("nothing set is the demo on this machine", () => {
  expect(readEnv({})).toMatchObject({ PORT: 8080, HOST: "127.0.0.1", DATA_DIR: "./data" });
  expect(readEnv({ YOTO_CLIENT_ID: " " }).YOTO_CLIENT_ID).toBeUndefined();
});

test("all problems are told at once, by name", () => {
  const wrong = { PORT: "many", PUBLIC_URL: "yoto.example.org", TOKEN_REFRESH_INTERVAL_HOURS: "0" };
  expect(() => readEnv(wrong)).toThrow(BadEnvironment);
  expect(() => readEnv(wrong)).toThrow(
    /PORT must be[\s\S]*PUBLIC_URL must be[\s\S]*TOKEN_REFRESH_INTERVAL_HOURS must be/,
  );
});
