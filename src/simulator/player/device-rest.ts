import { type DeviceCredentials, deviceAuthorization, type PretendWorld } from "../device-wire.ts";
import { holdBriefly } from "./hold-briefly.ts";
import { type PlayerCard, parsePlayerCard } from "./player-card.ts";
import { parseSettings, type Settings } from "./settings.ts";

/** What a player asks the cloud for with its own identity. Both give `undefined` when the cloud could not be asked. */
export type DeviceRest = {
  /** The card as it is now; asks only for news when `isWhole` says that all of the old version's audio is stored. */
  readCard(
    cardId: string,
    isWhole: (card: PlayerCard) => boolean,
  ): Promise<PlayerCard | "unknown" | undefined>;
  /** The card as it was read last, for a player without Wi-Fi. */
  remembered(cardId: string): PlayerCard | undefined;
  readSettings(): Promise<Settings | undefined>;
};

const retries = 2;
const waitWallMs = 10_000;

export function createDeviceRest(world: PretendWorld, credentials: DeviceCredentials): DeviceRest {
  const cards = new Map<string, { card: PlayerCard; etag: string | null }>();

  const get = async (path: string, etag?: string | null): Promise<Response | undefined> => {
    for (let failures = 0; ; failures += 1) {
      try {
        const answer = await holdBriefly(
          world.clock,
          fetch(`${world.apiUrl}${path}`, {
            headers: {
              authorization: deviceAuthorization(credentials),
              ...(etag && { "if-none-match": etag }),
            },
            signal: AbortSignal.timeout(waitWallMs),
          }),
        );
        if (answer.status < 500 && answer.status !== 429) return answer;
        await answer.body?.cancel();
      } catch (error) {
        if (!(error instanceof Error)) throw error; // fetch fails with a TypeError or a timeout
      }
      if (failures >= retries) return undefined;
      await new Promise<void>((resolve) => {
        world.clock.after(world.chance.between(1_000, 2_000), resolve);
      });
    }
  };

  const json = async (answer: Response): Promise<unknown> => {
    try {
      return await holdBriefly(world.clock, answer.json());
    } catch {
      return undefined; // cut off or no JSON: as good as no answer
    }
  };

  return {
    readCard: async (cardId, isWhole) => {
      const known = cards.get(cardId);
      const etag = known !== undefined && isWhole(known.card) ? known.etag : undefined;
      const answer = await get(`/card/${encodeURIComponent(cardId)}`, etag);
      if (answer?.status === 304 && known !== undefined) return known.card;
      if (answer === undefined) return undefined;
      if (!answer.ok) {
        await answer.body?.cancel();
        return "unknown";
      }
      const card = parsePlayerCard(await json(answer));
      if (card !== undefined) cards.set(cardId, { card, etag: answer.headers.get("etag") });
      return card;
    },
    remembered: (cardId) => cards.get(cardId)?.card,
    readSettings: async () => {
      const answer = await get(`/device-v2/${encodeURIComponent(credentials.deviceId)}/config`);
      if (answer === undefined) return undefined;
      const body = await json(answer);
      return answer.ok && body !== undefined ? parseSettings(body) : undefined;
    },
  };
}
