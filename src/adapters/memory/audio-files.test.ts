import { audioFilesContract } from "../../ports/audio-files.contract.ts";
import { createMemoryAudioFiles } from "./audio-files.ts";

audioFilesContract("memory", createMemoryAudioFiles);
