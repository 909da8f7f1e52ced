import type { ImageBytes } from "../../ports/yoto-media.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { YotoCloudConfig } from "./config.ts";

/** Kinds of pictures a browser shows without running anything. */
const safeTypes = new Set(["image/png", "image/gif", "image/jpeg", "image/webp"]);

/** The picture at an address, if it is one of a safe kind and not larger than `mostBytes`. Follows no redirect. */
export async function fetchPicture(
  config: Pick<YotoCloudConfig, "version" | "timeoutMs">,
  url: URL,
  mostBytes: number,
): Promise<ImageBytes | undefined> {
  try {
    const response = await fetch(url, {
      headers: { "user-agent": `yoto-smart-stream/${config.version}`, accept: "image/*" },
      redirect: "error",
      signal: AbortSignal.timeout(config.timeoutMs ?? 10_000),
    });
    const contentType = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
    if (!response.ok || response.body === null || !safeTypes.has(contentType)) {
      await response.body?.cancel();
      return undefined;
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body) {
      size += chunk.length;
      if (size > mostBytes) return undefined;
      chunks.push(chunk);
    }
    return { bytes: Buffer.concat(chunks), contentType };
  } catch (cause) {
    throw new YotoTrouble("unavailable", "Yoto did not send the picture; try again in a while", { cause });
  }
}
