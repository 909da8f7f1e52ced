import type { Cloud } from "./cloud.ts";
import { radioHost } from "./store/media.ts";

/** The public client every pretend cloud knows: takes any redirect address of this machine or a home network. */
export const pretendClientId = "pretend-client";

/** What stands in the shop: cards that settings and shortcuts refer to, playable on every player. */
export function seedShop({ cards, clients }: Pick<Cloud, "cards" | "clients">): void {
  clients.add({ clientId: pretendClientId, name: "Yoto Smart Stream", anyHomeRedirect: true });
  const radio = (cardId: string, title: string, chapterKeys: readonly string[]) =>
    cards.put({
      userId: "yoto",
      cardId,
      title,
      content: {
        activity: "yoto_Player",
        version: "1",
        playbackType: "linear",
        config: { resumeTimeout: 2_592_000, onlineOnly: true },
        chapters: chapterKeys.map((key) => ({
          key,
          title: `${title}: ${key}`,
          duration: 0,
          fileSize: 0,
          hasStreams: true,
          display: { icon16x16: null },
          tracks: [
            {
              key: key === "daily" ? "<yyyymmdd>" : "01",
              title: `${title}: ${key}`,
              type: "stream",
              format: "mp3",
              trackUrl: `${radioHost}${cardId}/${key}.mp3`,
              duration: 0,
              fileSize: 0,
            },
          ],
        })),
      },
      metadata: { category: "radio", cover: { imageL: "https://cdn.yoto.io/myo-cover/star_green.gif" } },
    });
  radio("3nC80", "Yoto Daily", ["daily", "radio-day", "radio-night"]);
  radio("b0Teo", "Yoto Radio", ["radio"]);
  radio("4OD25", "Wake with Jake", ["alarm"]);
  radio("5WsQg", "Morning birds", ["alarm"]);
}
