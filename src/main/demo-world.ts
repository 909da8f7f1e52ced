import { existsSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { playerForDevice } from "../simulator/player/player-for-device.ts";
import { type PretendYoto, startPretendYoto } from "../simulator/pretend-yoto.ts";

/** The pretend Yoto of the demo: a family with two players, kept in a file between starts. */
export type DemoWorld = AsyncDisposable & {
  readonly yoto: PretendYoto;
  /** `sub` of the parent who is linked. */
  readonly accountId: string;
};

const family = { sub: "auth0|demo", name: "Demo family", familyId: "demo-family" } as const;
const boxes = [
  { deviceId: "y2DemoKitchen00000000001", name: "Kitchen", model: "v3" },
  { deviceId: "y2DemoBedroom00000000002", name: "Bedroom", model: "mini" },
] as const;
const saveEveryMs = 2000;

/** Starts it where it was left, or anew; writes it down whenever it changed, and when it ends. */
export async function startDemoWorld(deps: {
  readonly file: string;
  readonly port: number;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<DemoWorld> {
  const { file, log } = deps;
  const saved = readSaved(file, log);
  const yoto = await startPretendYoto({
    port: deps.port,
    makePlayer: (world, device) => playerForDevice(world, device),
    ...(saved === undefined ? {} : { saved }),
  });
  if (yoto.accounts.get(family.sub) === undefined) yoto.accounts.add(family);
  for (const box of boxes)
    if (yoto.devices.get(box.deviceId) === undefined) yoto.devices.add({ ...box, familyId: family.familyId });
  yoto.switches.autoConsentAs = family.sub;
  for (const device of yoto.devices.list()) yoto.addPlayer(await playerForDevice(yoto, device));

  const stop = new AbortController();
  let written = "";
  const save = async () => {
    const text = JSON.stringify(yoto.save());
    if (text === written) return;
    await writeFile(`${file}.new`, text, { mode: 0o600 });
    await rename(`${file}.new`, file);
    written = text;
  };
  const saving = (async () => {
    while (!stop.signal.aborted) {
      await save().catch((error: unknown) => log.warn("demo-not-saved", { error }));
      await deps.clock.sleep(saveEveryMs, stop.signal).catch(() => {});
    }
  })();

  return {
    yoto,
    accountId: family.sub,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await saving;
      await save().catch((error: unknown) => log.warn("demo-not-saved", { error }));
      await yoto[Symbol.asyncDispose]();
    },
  };
}

type Saved = NonNullable<Parameters<typeof startPretendYoto>[0]>["saved"];

/** What was saved; a file that cannot be read is left alone and the world begins anew: it is a demo. */
function readSaved(file: string, log: Log): Saved {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Saved;
  } catch (error) {
    log.warn("demo-not-read", { error });
    return undefined;
  }
}
