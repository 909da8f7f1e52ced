import type { AudioItem, UploadAnswer } from "../http/schema/audio.ts";
import type { NewAudioEdit, NewAudioSplit } from "../http/schema/editing.ts";
import type { Job } from "../http/schema/job.ts";
import type { Voices } from "../http/schema/speech.ts";
import type { Transcript } from "../http/schema/transcript.ts";
import { CliTrouble } from "./api.ts";
import { uploadLine } from "./audio.ts";
import { isBookFile, speakBookFile } from "./books.ts";
import { jobDone, madeBy } from "./job-done.ts";
import type { Cli } from "./program.ts";
import { clockTime, columns } from "./text.ts";

type Cuts = Readonly<Record<"from" | "to" | "gain" | "fadeIn" | "fadeOut", string | undefined>>;

/** `audio speak`, `voices`, `trim`, `join` and `split`: recordings made of texts and of other recordings. */
export function audioMakingCommands({ program, api, tell, reach }: Cli): void {
  const audio = program.commands.find((command) => command.name() === "audio") ?? program.command("audio");

  audio
    .command("speak <text>")
    .description(
      "speak a text, or a file's chapters (EPUB, Markdown, HTML, plain text), into the library; @story.txt speaks a file as one",
    )
    .option("--title <title>", "what to call it; a book has its own")
    .option("--chapters <numbers>", "of a book, such as 1,3-5; without it all of the story")
    .option("--list", "only show a book's chapters")
    .option("--voice <id>", "whose voice; `audio voices` lists them")
    .option("--speaker <name=voice...>", "the voice of who speaks after `Name:` at the beginning of a line")
    .option("--rate <rate>", "1 is the voice's own speed", "1")
    .action(
      async (
        text: string,
        wanted: {
          title?: string;
          voice?: string;
          speaker?: string[];
          rate: string;
          chapters?: string;
          list?: true;
        },
      ) => {
        const server = await api();
        const manner = {
          rate: Number(wanted.rate),
          speakers: Object.fromEntries((wanted.speaker ?? []).map(pairOf)),
          ...(wanted.voice === undefined ? {} : { voiceId: wanted.voice }),
        };
        if (isBookFile(text) && !/\s\S*\s/.test(text) && !text.startsWith("@"))
          return speakBookFile({ reach, tell }, server, text, {
            ...manner,
            chapters: wanted.chapters,
            listOnly: wanted.list === true,
          });
        if (wanted.title === undefined) throw new CliTrouble("Say what to call it: --title <title>");
        const answer = await server.ask<UploadAnswer>("POST", "/api/audio/speak", {
          ...manner,
          text: text.startsWith("@") ? await wholeFile(text.slice(1)) : text,
          title: wanted.title,
        });
        if (answer.is !== "being-prepared") return tell(answer, () => uploadLine(answer));
        const job = await jobDone(reach, server, answer.job);
        tell(job, () => `Added ${job.title}, id ${madeBy(job).join(" ")}`);
      },
    );

  audio
    .command("voices")
    .description("the voices that texts can be spoken in")
    .action(async () => {
      const { items } = await (await api()).ask<Voices>("GET", "/api/audio/voices");
      tell(items, () =>
        columns(
          ["ID", "NAME", "LANGUAGE", ""],
          items.map(({ id, name, language, description = "" }) => [id, name, language, description]),
        ),
      );
    });

  audio
    .command("trim <id>")
    .description("make a new recording of a stretch of one")
    .option("--from <seconds>", "where it begins")
    .option("--to <seconds>", "where it ends")
    .option("--gain <dB>", "louder (3) or quieter (-3)")
    .option("--fade-in <seconds>", "how long it takes to come")
    .option("--fade-out <seconds>", "how long it takes to go")
    .option("--title <title>", "what to call it")
    .action(async (id: string, { title, ...cuts }: Cuts & { title?: string }) => {
      const { title: old } = await (await api()).ask<AudioItem>(
        "GET",
        `/api/audio/${encodeURIComponent(id)}`,
      );
      await edit({ title: title ?? old, cuts: [{ audioId: id, ...cutOf(cuts) }], treatment: "keep" });
    });

  audio
    .command("join <id...>")
    .description("make one recording of several")
    .requiredOption("--title <title>", "what to call it")
    .option("--gap <seconds>", "silence between them", "0")
    .option("--cross-fade <seconds>", "the end of one under the beginning of the next", "0")
    .action(
      async (ids: string[], { title, gap, crossFade }: { title: string; gap: string; crossFade: string }) => {
        const cuts = ids.map((audioId) => ({ audioId }));
        await edit({ title, cuts, gapSeconds: numberIn(gap), crossFadeSeconds: numberIn(crossFade) });
      },
    );

  audio
    .command("split <id>")
    .description("cut a recording into several: at pauses, at its chapters, by length, or where you say")
    .option("--chapters", "at the beginning of each chapter")
    .option("--minutes <minutes>", "pieces of at most so many minutes, cut at a pause")
    .option("--at <seconds...>", "at these places")
    .action(async (id: string, how: { chapters?: true; minutes?: string; at?: string[] }) => {
      const server = await api();
      const path = `/api/audio/${encodeURIComponent(id)}/split`;
      const job = await jobDone(reach, server, await server.ask<Job>("POST", path, splitOf(how)));
      tell(job, () => `Made ${madeBy(job).length} recordings: ${madeBy(job).join(" ")}`);
    });

  audio
    .command("remake <id>")
    .description("make a recording once more, of its original where that was kept; the old one stays")
    .option("--treatment <how>", "auto, speech (mono, 64 kbit/s), music (stereo, 128) or keep", "auto")
    .option("--lufs <loudness>", "how loud, such as -20; without it as usual (-16)")
    .action(async (id: string, { treatment, lufs }: { treatment: string; lufs?: string }) => {
      const server = await api();
      const how = { treatment, ...(lufs !== undefined && { targetLufs: numberIn(lufs) }) };
      const ordered = await server.ask<Job>("POST", `/api/audio/${encodeURIComponent(id)}/remake`, how);
      const job = await jobDone(reach, server, ordered);
      tell(job, () => `Made ${job.title}, id ${madeBy(job).join(" ")}`);
    });

  audio
    .command("words <id>")
    .description("what is said in a recording; --write has it written down first")
    .option("--write", "have somebody listen (needs TRANSCRIBER, see docs/making.md)")
    .option("--language <code>", "such as en-GB; without it, it is found out")
    .action(async (id: string, { write, language }: { write?: true; language?: string }) => {
      const server = await api();
      const path = `/api/audio/${encodeURIComponent(id)}/transcript`;
      if (write) await jobDone(reach, server, await server.ask<Job>("POST", path, { language }));
      const words = await server.ask<Transcript>("GET", path);
      tell(words, () =>
        words.lines
          .map(({ startSeconds, text }) => `${clockTime(startSeconds).padStart(8)}  ${text}`)
          .join("\n"),
      );
    });

  async function edit(wanted: Partial<NewAudioEdit> & Pick<NewAudioEdit, "title" | "cuts">): Promise<void> {
    const server = await api();
    const job = await jobDone(reach, server, await server.ask<Job>("POST", "/api/audio/edit", wanted));
    tell(job, () => `Made ${job.title}, id ${madeBy(job).join(" ")}`);
  }

  async function wholeFile(path: string): Promise<string> {
    const { bytes } = await reach.openFile(path);
    return new Response(bytes).text();
  }
}

function pairOf(given: string): readonly [string, string] {
  const at = given.indexOf("=");
  if (at <= 0) throw new CliTrouble(`"${given}" is no speaker with a voice. Write it like Wolf=rms.`);
  return [given.slice(0, at), given.slice(at + 1)];
}

function splitOf({
  chapters,
  minutes,
  at,
}: {
  chapters?: true;
  minutes?: string;
  at?: string[];
}): NewAudioSplit {
  if (at !== undefined) return { by: "points", atSeconds: at.map(numberIn) };
  if (minutes !== undefined) return { by: "length", seconds: numberIn(minutes) * 60 };
  return chapters ? { by: "chapters" } : { by: "silence" };
}

function cutOf({ from, to, gain, fadeIn, fadeOut }: Cuts) {
  return {
    ...(from !== undefined && { fromSeconds: numberIn(from) }),
    ...(to !== undefined && { toSeconds: numberIn(to) }),
    ...(gain !== undefined && { gainDb: numberIn(gain) }),
    ...(fadeIn !== undefined && { fadeInSeconds: numberIn(fadeIn) }),
    ...(fadeOut !== undefined && { fadeOutSeconds: numberIn(fadeOut) }),
  };
}

/** Seconds like 90 or 1:30, or any number. */
function numberIn(given: string): number {
  const clock = /^(?:(\d+):)?(\d+):(\d{2}(?:\.\d+)?)$/.exec(given);
  const value = clock
    ? Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3])
    : Number(given);
  if (!Number.isFinite(value)) throw new CliTrouble(`"${given}" is no number.`);
  return value;
}
