import type { Picture, Pictures } from "../../ports/pictures.ts";
import { Unavailable } from "../../ports/unavailable.ts";

const yotoHosts = /(^|\.)(yotoplay\.com|yoto\.io)$/;
const types = /^image\/(png|jpe?g|gif|webp)$/;
const mostBytes = 5_000_000;
const mostHops = 3;
const timeoutMs = 8_000;

/**
 * Fetches pictures from Yoto's hosts over https, and from `also` (the pretend Yoto's origin). Each redirect is judged like
 * the first address, so that nobody is led into the home network.
 */
export function createPictures(also: URL | undefined): Pictures {
  const allowed = (url: URL) =>
    (url.protocol === "https:" && url.port === "" && yotoHosts.test(url.hostname)) ||
    url.origin === also?.origin;

  return {
    async fetch(first) {
      const signal = AbortSignal.timeout(timeoutMs);
      let url = first;
      for (let hop = 0; hop <= mostHops && allowed(url); hop += 1) {
        const answer = await ask(url, signal);
        const to = answer.headers.get("location");
        if (answer.status >= 300 && answer.status < 400 && to !== null) {
          await answer.body?.cancel();
          if (!URL.canParse(to, url.href)) return undefined;
          url = new URL(to, url);
          continue;
        }
        return pictureOf(answer);
      }
      return undefined;
    },
  };
}

async function ask(url: URL, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal, redirect: "manual" });
  } catch (cause) {
    throw new Unavailable("The picture did not come; it is asked for again later", { cause });
  }
}

async function pictureOf(answer: Response): Promise<Picture | undefined> {
  const contentType = (answer.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (answer.status !== 200 || answer.body === null || !types.test(contentType)) {
    await answer.body?.cancel();
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer.body) {
      bytes += chunk.length;
      if (bytes > mostBytes) return undefined;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new Unavailable("The picture broke off; it is asked for again later", { cause });
  }
  return { bytes: new Uint8Array(Buffer.concat(chunks)), contentType };
}
