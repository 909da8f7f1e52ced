import { expect, test } from "vitest";
import { passwordsContract } from "../../ports/passwords.contract.ts";
import { createPasswords } from "./passwords.ts";
import { parsePhc } from "./phc.ts";

passwordsContract("argon2id", createPasswords);

test("a hash says its parameters: 19 MiB, two passes, one lane", async () => {
  expect(parsePhc(await createPasswords().hash("x"))).toMatchObject({
    memoryKib: 19_456,
    passes: 2,
    lanes: 1,
  });
});
