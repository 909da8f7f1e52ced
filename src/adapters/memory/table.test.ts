import { tableContract } from "../../ports/table.contract.ts";
import { createMemoryTable } from "./table.ts";

tableContract("memory", createMemoryTable);
