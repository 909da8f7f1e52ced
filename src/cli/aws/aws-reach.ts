import type { AwsAccount, Template } from "../../ports/aws-account.ts";
import type { Moved } from "../../usecases/homes/move-home.ts";

/** What a person chose on the command line, by the names of `infra/settings.ts`. */
export type Choices = Readonly<Record<string, string | number | boolean>>;

/** A deployment as it would be: made without asking AWS anything. */
export type Synthesis = {
  readonly template: Template;
  /** The folder for CDK's command line. */
  readonly assembly: string;
  readonly stackName: string;
  readonly parameterPrefix: string;
  readonly seconds: number;
};

/** A file of the web app, as it is to be kept. */
export type WebFile = {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly cacheControl: string;
};

/** Between which homes everything is to be carried, and how. */
export type MoveWanted = {
  readonly to: "home" | "aws";
  readonly region: string;
  readonly table: string;
  readonly bucket: string;
  readonly parameterPrefix: string;
  /** Empties the new home first. */
  readonly replace: boolean;
  readonly onProgress: (moved: Moved) => void;
};

/** Where the `aws` commands reach out to; `main` says how. */
export type AwsReach = {
  /** Installs CDK if it is not there, builds the programs, and if asked the web app. */
  prepare(wanted: { readonly web: boolean }): Promise<void>;
  /** Throws `CliTrouble` for settings that cannot be. */
  synthesise(choices: Choices): Promise<Synthesis>;
  /** Throws `CliTrouble` when this machine has no AWS credentials. */
  account(region: string): Promise<AwsAccount>;
  /** Runs CDK's command line and shows what it says; `false` when it failed. */
  cdk(args: readonly string[], region: string): Promise<boolean>;
  /** Lets the edge know a key that signs audio addresses. */
  putEdgeKey(store: string, kid: string, secret: string): Promise<void>;
  /** A new link for the first person; `undefined` when somebody is registered already. */
  setUpLink(table: string, region: string, address: string): Promise<string | undefined>;
  /** The linked families of a table, and how their access to Yoto stands. */
  families(
    table: string,
    region: string,
    parameterPrefix: string,
  ): Promise<readonly { readonly id: string; readonly state: string }[]>;
  /** Carries everything. Throws `CliTrouble` where somebody lives already. */
  move(wanted: MoveWanted): Promise<Moved>;
  /** Whether this machine's own server runs. */
  homeRuns(): Promise<boolean>;
  /** Whether Amazon's public registry has the image the stock deployment names. */
  stockImageIsThere(): Promise<boolean>;
  webFiles(): readonly WebFile[];
  /** What was chosen for this environment the last time, on this machine. */
  remembered(env: string): Choices;
  remember(env: string, choices: Choices): void;
  /** A question that wants a yes; `false` where nobody can be asked. */
  agree(question: string): Promise<boolean>;
  /** Unguessable, in letters, digits, `-` and `_`. */
  secret(): string;
  nowMs(): number;
  print(text: string): void;
  /** A GET; the whole time in milliseconds, `status` 0 when nothing answered. */
  get(url: URL): Promise<{ readonly status: number; readonly ms: number }>;
  sleep(ms: number): Promise<void>;
};
