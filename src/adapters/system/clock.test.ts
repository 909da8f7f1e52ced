import { setTimeout as wait } from "node:timers/promises";
import { clockContract } from "../../ports/clock.contract.ts";
import { systemClock } from "./clock.ts";

clockContract("this machine", () => ({ clock: systemClock(), pass: (ms) => wait(ms) }));
