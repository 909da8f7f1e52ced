import { z } from "zod";

/** An environment that cannot be: the message names every variable that is wrong, and what would be right. */
export class BadEnvironment extends Error {
  override readonly name = "BadEnvironment";
}

const url = (what: string) => z.url({ protocol: /^https?$/, error: `must be an address like ${what}` });
const wsUrl = z.url({ protocol: /^wss?$/, error: "must be an address like wss://host/mqtt" });
const port = z.coerce
  .number({ error: "must be a port number" })
  .int()
  .min(0, "must be a port number")
  .max(65_535, "must be a port number");
const whole = (from: number) =>
  z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(from, `must be at least ${from}`);

/** Every variable we read, with what holds when it is not set. */
const schema = z.object({
  PORT: port.default(8080),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().default("./data"),
  PUBLIC_URL: url("https://yoto.example.org").optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  YOTO_CLIENT_ID: z.string().optional(),
  YOTO_CLIENT_SECRET: z.string().optional(),
  YOTO_AUTH_URL: url("https://login.yotoplay.com").default("https://login.yotoplay.com"),
  YOTO_API_URL: url("https://api.yotoplay.com").default("https://api.yotoplay.com"),
  YOTO_LABS_URL: url("https://labs.api.yotoplay.com").default("https://labs.api.yotoplay.com"),
  YOTO_MQTT_URL: wsUrl.default("wss://aqrphjqbp3u2z-ats.iot.eu-west-2.amazonaws.com/mqtt"),
  /** A system's ffmpeg, asked for what we cannot decode ourselves: AAC, ALAC, WMA and the like. */
  FFMPEG: z.string().optional(),
  PRETEND_PORT: port.default(0),
  TOKEN_REFRESH_INTERVAL_HOURS: whole(1).default(12),
  DYNAMODB_TABLE: z.string().optional(),
  S3_AUDIO_BUCKET: z.string().optional(),
  COMMAND_QUEUE_URL: url("https://sqs.eu-west-1.amazonaws.com/…").optional(),
  JOB_QUEUE_URL: url("https://sqs.eu-west-1.amazonaws.com/…").optional(),
});

/** The environment, parsed: where we listen, where things are kept, which Yoto we talk to. */
export type Env = z.infer<typeof schema>;

/**
 * Reads the environment once. Empty variables count as not set. Throws {@link BadEnvironment} with all problems together.
 */
export function readEnv(from: Readonly<Record<string, string | undefined>>): Env {
  const set = Object.fromEntries(Object.entries(from).filter(([, value]) => value?.trim() !== ""));
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join(".")} ${issue.message}`);
  throw new BadEnvironment(
    `These settings are not right. Correct them and start again:\n${problems.join("\n")}`,
    { cause: parsed.error },
  );
}
