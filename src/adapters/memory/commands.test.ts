import { commandsContract } from "../../ports/commands.contract.ts";
import { createInProcessCommands } from "./commands.ts";

commandsContract("one process", createInProcessCommands);
