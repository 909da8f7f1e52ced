import { Option } from "commander";
import { omitUndefined } from "../domain/plain-values.ts";
import type { Settings, SettingsChange } from "../http/schema/settings.ts";
import { CliTrouble } from "./api.ts";
import type { Cli } from "./program.ts";
import { clockTime, wholeNumber } from "./text.ts";

type SetOptions = {
  delivery?: "auto" | "proxy" | "redirect";
  timeZone?: string;
  historyDays?: number;
  statisticsDays?: number;
  keepOriginals?: "yes" | "no";
  uploadMb?: number;
  tracksPerCard?: number;
  minutesPerTrack?: number;
  mbPerTrack?: number;
  minutesPerCard?: number;
  mbPerCard?: number;
};

/** `house`: what holds for the whole house. */
export function houseCommands({ program, api, tell }: Pick<Cli, "program" | "api" | "tell">): void {
  const house = program.command("house").description("what holds for the whole house");

  house
    .command("show", { isDefault: true })
    .description("what is set, and what can be done here")
    .action(async () => {
      const shown = await (await api()).ask<Settings>("GET", settingsPath);
      tell(shown, () => asText(shown));
    });

  house
    .command("set")
    .description("change some of it; what is left out stays")
    .addOption(
      new Option("--delivery <how>", "bytes from here, or a redirect to where they are").choices([
        "auto",
        "proxy",
        "redirect",
      ]),
    )
    .option("--time-zone <zone>", "where the house is, like Europe/Berlin")
    .option("--history-days <number>", "so long single events are kept", wholeNumber)
    .option("--statistics-days <number>", "so long the sums of days are kept", wholeNumber)
    .addOption(new Option("--keep-originals <yes|no>", "keep files as they were sent").choices(["yes", "no"]))
    .option("--upload-mb <number>", "the largest file that may be sent", wholeNumber)
    .option("--tracks-per-card <number>", "Yoto's limit, for cards made from now on", wholeNumber)
    .option("--minutes-per-track <number>", "the same", wholeNumber)
    .option("--mb-per-track <number>", "the same", wholeNumber)
    .option("--minutes-per-card <number>", "the same", wholeNumber)
    .option("--mb-per-card <number>", "the same", wholeNumber)
    .action(async (options: SetOptions) => {
      const server = await api();
      if (Object.keys(options).length === 0)
        throw new CliTrouble("Say what to change, like: house set --history-days 90");
      const changed = await server.ask<Settings>("PATCH", settingsPath, changeOf(options));
      tell(changed, () => asText(changed));
    });
}

const settingsPath = "/api/settings";
const bytesPerMb = 1_000_000;
const secondsPerMinute = 60;

function changeOf(options: SetOptions): SettingsChange {
  const { historyDays, statisticsDays, uploadMb, delivery, timeZone, keepOriginals } = options;
  const limits = given({
    tracksPerCard: options.tracksPerCard,
    secondsPerTrack: times(options.minutesPerTrack, secondsPerMinute),
    bytesPerTrack: times(options.mbPerTrack, bytesPerMb),
    secondsPerCard: times(options.minutesPerCard, secondsPerMinute),
    bytesPerCard: times(options.mbPerCard, bytesPerMb),
  });
  const history = given({ days: historyDays, statisticsDays });
  return omitUndefined({
    delivery,
    timeZone,
    keepOriginals: keepOriginals === undefined ? undefined : keepOriginals === "yes",
    uploadBytes: times(uploadMb, bytesPerMb),
    history,
    limits,
  });
}

const times = (value: number | undefined, by: number) => (value === undefined ? undefined : value * by);

/** The fields that were given; nothing where none was. */
function given<Fields extends object>(fields: Fields) {
  const kept = omitUndefined(fields);
  return Object.keys(kept).length === 0 ? undefined : kept;
}

function asText(shown: Settings): string {
  const { limits, features, history } = shown;
  const mb = (bytes: number) => `${Math.round(bytes / bytesPerMb)} MB`;
  return [
    `Cards carry       ${shown.publicUrl}${shown.publicUrlIsSet ? "" : " (this machine only: set PUBLIC_URL)"}`,
    `Delivery          ${shown.delivery}`,
    `Time zone         ${shown.timeZone}`,
    `History           ${history.days} days, the sums of days ${history.statisticsDays}`,
    `Originals         ${shown.keepOriginals ? "kept" : "not kept"}`,
    `Largest upload    ${mb(limits.uploadBytes)}`,
    `A track           ${clockTime(limits.secondsPerTrack)}, ${mb(limits.bytesPerTrack)}`,
    `A card            ${limits.tracksPerCard} tracks, ${clockTime(limits.secondsPerCard)}, ${mb(limits.bytesPerCard)}`,
    `Texts are spoken  ${features.speech ? "yes" : "no"}`,
    `Transcripts       ${features.transcriber ?? "no"}`,
    `Yoto              ${features.realYoto ? "the real one" : "the pretend one (no YOTO_CLIENT_ID)"}`,
  ].join("\n");
}
