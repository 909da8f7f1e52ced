import type { YotoCloud } from "../../ports/yoto-cloud.ts";
import { createCalls } from "./call.ts";
import type { YotoCloudConfig } from "./config.ts";
import { contentOver } from "./content.ts";
import { labsOver } from "./labs.ts";
import { libraryOver } from "./library.ts";
import { mediaOver } from "./media.ts";
import { playersOver } from "./players.ts";

/**
 * Yoto's REST API over HTTP, every call with a time limit, reads repeated with growing pauses.
 * @see https://yoto.dev/api/
 */
export function createYotoCloud(config: YotoCloudConfig): YotoCloud {
  const calls = createCalls(config);
  return {
    ...playersOver(calls),
    ...contentOver(calls),
    ...libraryOver(calls),
    ...mediaOver(calls, config),
    ...labsOver(calls),
  };
}
