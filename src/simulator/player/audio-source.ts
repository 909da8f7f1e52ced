import type { PretendChance } from "../chance.ts";
import type { PretendClock } from "../clock.ts";
import type { FetchProfile } from "./fetch-profile.ts";
import { type Wire, type WireAnswer, WireTrouble } from "./wire-request.ts";

/** Bytes of one track, in order, each once. */
export type AudioSource = {
  /** `undefined` at the end; throws `WireTrouble` when the player gives up. */
  read(): Promise<Uint8Array | undefined>;
  /** Of the whole track, as the server announced it; known after the first read. */
  readonly lengthBytes: number | undefined;
  /** What the server calls it; known after the first read. */
  readonly contentType: string | undefined;
  close(): void;
};

type Deps = { readonly wire: Wire; readonly clock: PretendClock; readonly chance: PretendChance };

const streamTypes = ["audio/mpeg", "audio/aac", "application/octet-stream"];
const artifactTypes = [...streamTypes, "audio/ogg", "audio/opus", "audio/mp4", "audio/x-m4a", "audio/wav"];
const retries = 2;

/**
 * Fetches a track the way `profile` says. What fails is tried again twice, one to two seconds later, counted anew after
 * progress; bytes that were already heard are passed over.
 */
export function createAudioSource(
  { wire, clock, chance }: Deps,
  url: string,
  profile: FetchProfile,
  kind: "stream" | "artifact",
): AudioSource {
  const accepted = kind === "stream" ? streamTypes : artifactTypes;
  let answer: WireAnswer | undefined;
  let received = 0;
  let passOver = 0;
  let lengthBytes: number | undefined;
  let contentType: string | undefined;
  let failures = 0;
  let hasHungUp = false;
  let askedBefore = false;
  let closed = false;
  let spare: Uint8Array | undefined;
  let wakeUp = () => {};

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = clock.after(ms, resolve);
      wakeUp = () => {
        timer.cancel();
        resolve();
      };
    });

  const ask = async (method: "GET" | "HEAD", fromByte: number): Promise<WireAnswer> => {
    let at = url;
    for (let redirects = 0; ; redirects += 1) {
      const got = await wire.ask({
        method,
        url: at,
        headers: {
          "User-Agent": "ESP32 HTTP Client/1.0",
          Connection: profile.keepAlive ? "keep-alive" : "close",
          ...(fromByte > 0 && { Range: `bytes=${fromByte}-` }),
        },
        httpVersion: profile.httpVersion,
        keepAlive: profile.keepAlive,
      });
      if (closed) got.close();
      const { location } = got.headers;
      if (![301, 302, 303, 307, 308].includes(got.status) || location === undefined) return got;
      got.close();
      if (redirects >= profile.maxRedirects)
        throw new WireTrouble(`more than ${profile.maxRedirects} redirects from ${url}`);
      at = new URL(location, at).href;
    }
  };

  const check = (got: WireAnswer, wantedStatus: readonly number[]) => {
    const type = got.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
    contentType = type;
    if (wantedStatus.includes(got.status) && type !== undefined && accepted.includes(type)) return;
    got.close();
    throw new WireTrouble(`${url} answered ${got.status} ${type ?? "without a content type"}`);
  };

  const open = async (): Promise<WireAnswer> => {
    if (profile.headFirst && !askedBefore) {
      const head = await ask("HEAD", 0);
      check(head, [200]);
      head.close();
    }
    if (profile.getTwice && !askedBefore) {
      const first = await ask("GET", 0);
      check(first, [200]);
      await first.read();
      first.close();
    }
    askedBefore = true;
    const fromByte = profile.resumesWithRange ? received : 0;
    const got = await ask("GET", fromByte);
    check(got, fromByte > 0 ? [200, 206] : [200]);
    passOver = received;
    if (got.status === 206) {
      const start = /^bytes (\d+)-/.exec(got.headers["content-range"] ?? "")?.[1];
      if (Number(start) !== fromByte) {
        got.close();
        throw new WireTrouble(`${url} answered another range than bytes=${fromByte}-`);
      }
      passOver = 0;
    }
    const announced = got.headers["content-length"];
    if (announced !== undefined) lengthBytes = Number(announced) + (got.status === 206 ? fromByte : 0);
    return got;
  };

  /** The next bytes the track did not have yet, from the wire. */
  const next = async (): Promise<Uint8Array | undefined> => {
    for (;;) {
      answer ??= await open();
      const piece = await answer.read();
      if (piece === undefined) return undefined;
      const fresh = piece.subarray(Math.min(passOver, piece.length));
      passOver -= piece.length - fresh.length;
      if (fresh.length === 0) continue;
      received += fresh.length;
      failures = 0;
      return fresh;
    }
  };

  const hangsUpNow = () => {
    if (profile.hangsUpAfterBytes === undefined || hasHungUp || answer === undefined) return false;
    const half = lengthBytes === undefined ? Number.POSITIVE_INFINITY : lengthBytes / 2;
    return received > 0 && received >= Math.min(profile.hangsUpAfterBytes, half);
  };

  const readAny = async (): Promise<Uint8Array | undefined> => {
    for (;;) {
      if (hangsUpNow() && received !== lengthBytes) {
        hasHungUp = true;
        answer?.close();
        answer = undefined;
      }
      try {
        return await next();
      } catch (error) {
        if (!(error instanceof WireTrouble)) throw error;
        answer = undefined;
        failures += 1;
        if (closed || failures > retries) throw error;
        await pause(chance.between(1_000, 2_000));
        if (closed) throw error;
      }
    }
  };

  return {
    read: async () => {
      if (closed) return undefined;
      if (profile.reads === undefined) return readAny();
      await pause(profile.reads.everyMs);
      if (closed) return undefined;
      const whole = spare ?? (await readAny());
      const piece = whole?.subarray(0, profile.reads.bytes);
      const left = whole?.subarray(profile.reads.bytes);
      spare = left === undefined || left.length === 0 ? undefined : left;
      return piece;
    },
    get lengthBytes() {
      return lengthBytes;
    },
    get contentType() {
      return contentType;
    },
    close: () => {
      closed = true;
      answer?.close();
      wakeUp();
    },
  };
}
