import { liveUpdatesContract } from "../../ports/live-updates.contract.ts";
import { createLiveUpdates } from "./live-updates.ts";

liveUpdatesContract("one process", createLiveUpdates);
