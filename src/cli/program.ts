import { Command } from "commander";
import type { Resealed } from "../usecases/yoto-accounts/reseal-tokens.ts";
import type { Api } from "./api.ts";
import { audioCommands } from "./audio.ts";
import { audioMakingCommands } from "./audio-making.ts";
import { audioShelfCommands } from "./audio-shelf.ts";
import { awsCommands } from "./aws/aws-commands.ts";
import type { AwsReach } from "./aws/aws-reach.ts";
import { type BackedUp, backupCommand } from "./backup.ts";
import { bookCommands } from "./books.ts";
import { cardCommands } from "./cards.ts";
import { collectionCommands } from "./collections.ts";
import { historyCommands } from "./history.ts";
import { houseCommands } from "./house.ts";
import { cardCoverCommand, iconCommands } from "./icons.ts";
import { jobCommands } from "./jobs.ts";
import { keyCommands } from "./keys.ts";
import { linkCommands } from "./link.ts";
import { mediaServerCommands } from "./media-servers.ts";
import { peopleCommands } from "./people.ts";
import { playCheckCommands } from "./play-check.ts";
import { playerFunctionCommands } from "./player-functions.ts";
import { playerSettingsCommands } from "./player-settings.ts";
import { playerCommands } from "./players.ts";
import { podcastCommands } from "./podcasts.ts";
import { probeCommands } from "./probe.ts";
import { ruleCommands } from "./rules.ts";
import { statusCommand } from "./status.ts";
import { storyCommands } from "./stories.ts";
import { streamCommands } from "./streams.ts";
import type { FolderFile, FolderMemory } from "./take-in-folder.ts";
import { tokenCommands } from "./tokens.ts";
import { webhookCommands } from "./webhooks.ts";

/** Where the command line reaches out to; `main` says how. */
export type Reach = {
  /** The API: as told by `--url` and `--token`, else this machine's own server. */
  connect(told: { readonly url?: string; readonly token?: string }): Promise<Api>;
  /** Replaces the key that seals Yoto's tokens, in the data folder itself. */
  rotateKeys(): Promise<Resealed>;
  /** Copies the data folder of this machine; throws `CliTrouble`. */
  backUp(folder: string): Promise<BackedUp>;
  print(text: string): void;
  /** For `aws`. */
  readonly aws: AwsReach;
  /** For `link`: time between two looks. */
  sleep(ms: number): Promise<void>;
  /** The files in a folder here, in all its folders, by name; of anything else the path itself. */
  filesUnder(path: string): Promise<readonly string[]>;
  /** The files in a folder with size and time; throws `CliTrouble` when it is none. */
  scanFolder(path: string): Promise<readonly FolderFile[]>;
  /** SHA-256 of a file here, hex. */
  hashFile(path: string): Promise<string>;
  /** What is remembered between runs under a name. */
  notesOf(name: string): { read(): Promise<FolderMemory>; write(memory: FolderMemory): Promise<void> };
  nowMs(): number;
  /** The password for a media server, from the environment. */
  mediaSecret(): string | undefined;
  /** The lines that somebody types, or a pipe brings. */
  typed(): AsyncIterable<string>;
  /** The bytes of a file here; throws `CliTrouble`. */
  openFile(path: string): Promise<{ readonly name: string; readonly bytes: ReadableStream<Uint8Array> }>;
};

/** What every command is given. */
export type Cli = {
  readonly program: Command;
  api(): Promise<Api>;
  /** Prints an answer: as JSON with `--json`, else as text for people. */
  tell(answer: unknown, asText: () => string): void;
  readonly reach: Reach;
};

/** The command line. */
export function createProgram(reach: Reach, version: string): Command {
  const program = new Command("yoto-smart-stream")
    .description("Your own audio on your own Yoto cards: the server's command line.")
    .version(version)
    .option("--url <address>", "the server, if it is not this machine's own")
    .option("--token <token>", "an API token of that server (or YSS_TOKEN)")
    .option("--json", "answers for programs")
    .showHelpAfterError("(--help tells more)");
  const cli: Cli = {
    program,
    api: () => reach.connect(program.opts<{ url?: string; token?: string }>()),
    tell: (answer, asText) =>
      reach.print(program.opts<{ json?: boolean }>().json ? JSON.stringify(answer, null, 2) : asText()),
    reach,
  };
  statusCommand(cli);
  linkCommands(cli);
  playerCommands(cli);
  playerFunctionCommands(cli);
  playerSettingsCommands(cli);
  historyCommands(cli);
  ruleCommands(cli);
  webhookCommands(cli);
  audioCommands(cli);
  audioShelfCommands(cli);
  audioMakingCommands(cli);
  collectionCommands(cli);
  jobCommands(cli);
  bookCommands(cli);
  storyCommands(cli);
  podcastCommands(cli);
  mediaServerCommands(cli);
  cardCommands(cli);
  cardCoverCommand(cli);
  iconCommands(cli);
  streamCommands(cli);
  playCheckCommands(cli);
  probeCommands(cli);
  peopleCommands(cli);
  tokenCommands(cli);
  houseCommands(cli);
  backupCommand(cli);
  keyCommands(cli);
  awsCommands(cli);
  return program;
}
