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
  /** How many files are converted at once, one place of which is for short ones. */
  CONVERTER_THREADS: whole(1).max(64, "must be at most 64").optional(),
  /** What is kept of a long conversion, so that it goes on from there after a crash, is so old at most. */
  KEEP_CONVERSIONS_EVERY_SECONDS: whole(1).default(30),
  /** More voices, and ears that write down what is said: absent, these services are never asked. */
  ELEVENLABS_API_KEY: z.string().optional(),
  ELEVENLABS_URL: url("https://api.elevenlabs.io").default("https://api.elevenlabs.io"),
  /** Of OpenAI, or of a server that speaks its protocol (`OPENAI_URL`), such as one at home. */
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_URL: url("https://api.openai.com/v1").default("https://api.openai.com/v1"),
  OPENAI_SPEECH_MODEL: z.string().optional(),
  /** Its voices, between commas, where they are not OpenAI's. */
  OPENAI_SPEECH_VOICES: z
    .string()
    .transform((names) =>
      names
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== ""),
    )
    .optional(),
  /** Who writes down what is said in recordings; not set, nobody listens. */
  TRANSCRIBER: z
    .enum(["elevenlabs", "aws", "sherpa-onnx"], "must be elevenlabs, aws or sherpa-onnx")
    .optional(),
  /** The folder of a speech-to-text model, for `TRANSCRIBER=sherpa-onnx`. */
  SHERPA_ONNX_MODEL: z.string().optional(),
  PRETEND_PORT: port.default(0),
  TOKEN_REFRESH_INTERVAL_HOURS: whole(1).default(12),
  DYNAMODB_TABLE: z.string().optional(),
  S3_AUDIO_BUCKET: z.string().optional(),
  COMMAND_QUEUE_URL: url("https://sqs.eu-west-1.amazonaws.com/…").optional(),
  JOB_QUEUE_URL: url("https://sqs.eu-west-1.amazonaws.com/…").optional(),
  DEAD_JOB_QUEUE_URL: url("https://sqs.eu-west-1.amazonaws.com/…").optional(),
  /** Where the encrypted parameters of this installation are: `<prefix>/key-ring` and so on. */
  PARAMETER_PREFIX: z
    .string()
    .regex(/^(\/[\w.-]+)+$/, "must be a path like /yoto-smart-stream/home")
    .default("/yoto-smart-stream"),
  /** The key-value store that decides at the edge which addresses work. */
  EDGE_STORE_ARN: z
    .string()
    .regex(/^arn:[\w-]+:cloudfront::\d+:key-value-store\/[\w-]+$/)
    .optional(),
  /** Which slots it answers without asking us (docs/aws.md). */
  SLOTS_AT_EDGE: z.enum(["none", "fixed", "timed"], "must be none, fixed or timed").default("none"),
  /** Where players fetch audio by capability path: CloudFront's address. Default: the public address. */
  AUDIO_URL: url("https://d111111abcdef8.cloudfront.net").optional(),
  LISTENER_HEALTH_PORT: port.default(8081),
  /** A listener that always runs under the same name takes over at once what its last run left. */
  LISTENER_ID: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/, "must be lower case letters, digits and dashes")
    .optional(),
  /** Room for files while they are worked on. */
  SCRATCH_DIR: z.string().default("/tmp"),
  AWS_REGION: z.string().default("us-east-1"),
  AWS_ENDPOINT_URL: url("http://127.0.0.1:4566").optional(),
  AWS_ENDPOINT_URL_DYNAMODB: url("http://127.0.0.1:8000").optional(),
  AWS_ENDPOINT_URL_S3: url("http://127.0.0.1:4566").optional(),
  AWS_ENDPOINT_URL_SQS: url("http://127.0.0.1:4566").optional(),
  AWS_ENDPOINT_URL_SSM: url("http://127.0.0.1:4566").optional(),
  AWS_ENDPOINT_URL_POLLY: url("http://127.0.0.1:4566").optional(),
  AWS_ENDPOINT_URL_TRANSCRIBE: url("http://127.0.0.1:4566").optional(),
  AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE: url("http://127.0.0.1:4566").optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  /** Set by AWS where a program runs in its network: `AWS_ECS_FARGATE`, `AWS_Lambda_nodejs24.x`. */
  AWS_EXECUTION_ENV: z.string().optional(),
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: z.string().optional(),
  AWS_CONTAINER_CREDENTIALS_FULL_URI: z.string().optional(),
  AWS_CONTAINER_AUTHORIZATION_TOKEN: z.string().optional(),
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
