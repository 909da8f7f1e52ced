import { speechContract } from "../../ports/speech.contract.ts";
import { createHummingSpeech } from "./speech.ts";

speechContract("memory", createHummingSpeech);
