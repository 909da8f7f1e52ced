import type { Card } from "../../domain/cards/card.ts";
import { CardId, StreamId } from "../../domain/ids.ts";
import { isJsonObject, type Json } from "../../domain/json.ts";
import { buttonQuestions, probeQuestions, probeSlotOf } from "../../domain/probe/questions.ts";
import type { YotoCardJson, YotoContent } from "../../ports/yoto-content.ts";

type Deps = { readonly cloud: Pick<YotoContent, "composeCard">; readonly publicUrl: URL };

/** Where a question stands on the card. */
export const chapterKey = (at: number) => String(at + 1).padStart(2, "0");

/** The card whose tracks ask the questions of the probe; `secret` is in their addresses. */
export async function probeCard(deps: Deps, secret: string): Promise<YotoCardJson> {
  const chapters = probeQuestions.map(({ title }, at) => chapterOf(chapterKey(at), title));
  const slots = probeQuestions.map(({ key }) => probeSlotOf(key));
  return withFormat(await composed(deps, secret, "Player Probe", chapters, slots), "/aac.mp3", "aac");
}

/** The card that asks which buttons a player has. */
export async function buttonsCard(deps: Deps, secret: string): Promise<YotoCardJson> {
  const to = (at: number) => ({ go: "to" as const, chapterKey: chapterKey(at) });
  const [start, ...ends] = [
    {
      ...chapterOf("01", "Press a button"),
      choices: { left: to(1), right: to(2), atEnd: { go: "repeat" as const } },
    },
    { ...chapterOf("02", "Left"), choices: { atEnd: { go: "stop" as const } } },
    { ...chapterOf("03", "Right"), choices: { atEnd: { go: "stop" as const } } },
  ];
  const chapters = start === undefined ? ends : [start, ...ends];
  return composed(deps, secret, "Player Probe: buttons", chapters, buttonQuestions);
}

function chapterOf(key: string, title: string): Card["chapters"][number] {
  return { key, title, plays: { from: "stream", streamId: StreamId("probe"), slot: key } };
}

async function composed(
  deps: Deps,
  secret: string,
  title: string,
  chapters: Card["chapters"],
  slots: readonly string[],
): Promise<YotoCardJson> {
  const card: Card = { id: CardId("probe"), title, chapters, createdAtMs: 0, changedAtMs: 0 };
  const urls = new Map(
    chapters.map(({ key }, at) => [key, new URL(`/s/${secret}/${slots[at]}.mp3`, deps.publicUrl).href]),
  );
  const made = await deps.cloud.composeCard(card, (key) => urls.get(key) ?? "");
  if (!made.ok) throw new Error(`The probe's own card is wrong: ${made.problems[0]?.message}`);
  return made.card;
}

/** Says of the tracks with this ending of their address what they really are. */
function withFormat(card: YotoCardJson, ending: string, format: string): YotoCardJson {
  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(walk);
    if (!isJsonObject(value)) return value;
    const walked = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each)]));
    const url = value["trackUrl"];
    return typeof url === "string" && url.endsWith(ending) ? { ...walked, format } : walked;
  };
  const walked = walk(card);
  return isJsonObject(walked) ? walked : card;
}
