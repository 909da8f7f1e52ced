import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PlayerId } from "../../src/domain/ids.ts";
import { directLink } from "../../src/simulator/player/direct-link.ts";
import type { PlayerOptions } from "../../src/simulator/player/player-options.ts";
import { startPlayer } from "../../src/simulator/player/start-player.ts";
import { streamContent, trackAudio } from "../../src/simulator/player/test-family.ts";
import type { PretendYoto } from "../../src/simulator/pretend-yoto.ts";
import type { Account } from "../../src/simulator/store/accounts.ts";
import type { DeviceModel } from "../../src/simulator/store/devices.ts";

/** A family's server with a track at every path. */
export async function startFamilyServer() {
  const server = createServer((request, response) => {
    const audio = trackAudio(request.url ?? "");
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": audio.length });
    response.end(audio);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type PlayerWanted = Partial<PlayerOptions> & {
  readonly model?: DeviceModel;
  readonly repeatAll?: boolean;
  /** What its settings say, where it is not at home. */
  readonly timezone?: string;
  /** Without a socket of its own. */
  readonly direct?: boolean;
};

/** A player of the account, switched on unless told otherwise. */
export async function aPlayerOf(yoto: PretendYoto, account: Account, wanted: PlayerWanted = {}) {
  const { model = "v3", repeatAll, timezone, direct, ...rest } = wanted;
  const device = yoto.devices.add({ familyId: account.familyId, model, name: wanted.name ?? "Kitchen" });
  if (repeatAll !== undefined) device.config = { ...device.config, repeatAll };
  if (timezone !== undefined) device.config = { ...device.config, timezone };
  const player = await startPlayer(yoto, {
    ...device,
    family: model,
    reactionMs: [5, 20],
    ...rest,
    ...(direct && { link: directLink(yoto, device.deviceId) }),
  });
  yoto.addPlayer(player);
  return Object.assign(player, { id: PlayerId(device.deviceId), device });
}

/** A card that plays from the family's server at `url`: round and round, or once through. */
export function aStreamingCard(
  yoto: PretendYoto,
  account: Account,
  url: string,
  keys: readonly string[] = ["01", "02", "03"],
  plays: "on and on" | "once" = "on and on",
): string {
  return yoto.cards.put({
    userId: account.sub,
    title: "A card",
    content: streamContent(url, keys, plays === "once" ? { config: { autoadvance: "next" } } : {}),
  }).cardId;
}
