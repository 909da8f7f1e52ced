import type { Card } from "../../domain/cards/card.ts";
import { type CardId, StreamId } from "../../domain/ids.ts";
import type { Job } from "../../domain/job.ts";
import type { Stream } from "../../domain/streams/stream.ts";
import type { JobQueue } from "../../ports/job-queue.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import type { Cards } from "../../stores/cards.ts";
import type { Jobs } from "../../stores/jobs.ts";
import type { Mailboxes } from "../../stores/mailboxes.ts";
import type { Streams } from "../../stores/streams.ts";
import { type ShowMailDeps, showMailOnCard } from "../cards/show-mail-on-card.ts";
import { enqueueJob } from "../jobs/enqueue-job.ts";
import type { JobContext, JobOutcome } from "../jobs/run-jobs.ts";
import { giveOrder, type OrderDeps } from "../players/give-order.ts";

type MailDeps = {
  readonly streams: Streams;
  readonly mailboxes: Pick<Mailboxes, "messages">;
  readonly cards: Cards;
};

/** The kind of job that {@link showMail} does. */
export const showMailKind = "show-mail";

/**
 * Lets players and cards say whether a mailbox has something to hear, by its light and its icon. Players that are off are not
 * woken; cards are written by a job, and only when they do not say it already. `dark` may turn the light off: a light that
 * nobody of ours turned on stays.
 */
export async function tellOfMail(
  deps: MailDeps & OrderDeps & { readonly jobs: Jobs; readonly jobQueue?: JobQueue | undefined },
  id: StreamId,
  { dark = true }: { readonly dark?: boolean } = {},
): Promise<void> {
  const stream = (await deps.streams.get(id))?.value;
  if (stream === undefined) return;
  const waits = await hasMail(deps, stream);
  if (waits || dark) await shine(deps, stream, waits);
  const { jobQueue } = deps;
  if (jobQueue === undefined || (await cardsToChange(deps, stream)).length === 0) return;
  await enqueueJob(
    { ...deps, jobQueue },
    {
      kind: showMailKind,
      title: waits
        ? `Show on the card that “${stream.title}” has a message`
        : `“${stream.title}” is all heard`,
      input: { streamId: id },
      orderedBy: "system",
    },
  );
}

/** The work: every card that plays the mailbox says what is true by now. */
export async function showMail(deps: MailDeps & ShowMailDeps, job: Job, at: JobContext): Promise<JobOutcome> {
  try {
    for (;;) {
      const stream = (await deps.streams.get(StreamId(String(job.input["streamId"]))))?.value;
      const cards = stream === undefined ? [] : await cardsToChange(deps, stream);
      if (stream === undefined || cards.length === 0) return { ok: true, result: {} };
      const icon = await iconNow(deps, stream);
      for (const id of cards) {
        at.signal.throwIfAborted();
        await showMailOnCard(deps, id, stream.id, icon);
      }
      // Heard, or another message, in the meantime: look again.
      if ((await iconNow(deps, stream)) === icon) return { ok: true, result: { cards } };
    }
  } catch (error) {
    const lasts = error instanceof YotoTrouble && !["unavailable", "rate-limited"].includes(error.kind);
    if (at.signal.aborted || !lasts) throw error;
    return {
      ok: false,
      why: error.message,
      hint: "Messages play all the same; only the picture is not right.",
    };
  }
}

async function shine(deps: OrderDeps, { id, rule }: Stream, on: boolean): Promise<void> {
  if (rule.kind !== "mailbox" || rule.light === undefined) return;
  const { players, red, green, blue } = rule.light;
  const colour = on ? { red, green, blue } : { red: 0, green: 0, blue: 0 };
  for (const playerId of players)
    await giveOrder(deps, {
      playerId,
      command: { do: "set-ambient-light", ...colour },
      orderedBy: `mailbox:${id}`,
    });
}

async function hasMail(deps: MailDeps, { id, rule }: Stream): Promise<boolean> {
  if (rule.kind !== "mailbox") return false;
  return (await deps.mailboxes.messages(id)).some(({ value }) => value.heardAtMs === undefined);
}

async function iconNow(deps: MailDeps, stream: Stream): Promise<string | undefined> {
  if (stream.rule.kind !== "mailbox" || stream.rule.icon === undefined) return undefined;
  return (await hasMail(deps, stream)) ? stream.rule.icon : undefined;
}

/** Cards at Yoto that do not yet say what is true. */
async function cardsToChange(deps: MailDeps, stream: Stream): Promise<readonly CardId[]> {
  const icon = await iconNow(deps, stream);
  const wrong: CardId[] = [];
  for await (const { value: card } of deps.cards.all())
    if (
      card.published !== undefined &&
      playing(card, stream.id).some((key) => card.mailIcons?.[key]?.shows !== icon)
    )
      wrong.push(card.id);
  return wrong;
}

/** A copy that Yoto keeps stays what it is, whoever leaves messages. */
function playing(card: Card, streamId: StreamId): readonly string[] {
  return card.chapters.flatMap(({ key, plays, baked }) => {
    if (plays.from !== "stream" || plays.streamId !== streamId) return [];
    const copied = card.plays === "from-yoto" && baked !== undefined;
    return copied && card.mailIcons?.[key] === undefined ? [] : [key];
  });
}
