import type { Command } from "commander";
import { expect, test } from "vitest";
import { createProgram, type Reach } from "./program.ts";

// Commands are only declared here; none reaches out.
const program = createProgram({} as Reach, "1.2.3");

test("the command line begins: no two commands have one name, and each says what it does", () => {
  const undescribed = (command: Command, path: string): string[] => [
    ...(command.description() === "" ? [path] : []),
    ...command.commands.flatMap((each) => undescribed(each, `${path} ${each.name()}`)),
  ];
  expect(program.commands.length).toBeGreaterThan(30);
  expect(undescribed(program, "yoto-smart-stream")).toEqual([]);
});
