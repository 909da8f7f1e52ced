import { z } from "zod";

/** An environment's name, part of every name that must be unique: `prod`, `dev`, `pr-12`. */
const environment = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/, "must be a short name like prod, dev or pr-12")
  .default("prod");

/** What one can choose about a deployment. Everything has a default that suits a family. */
export const settingsSchema = z.object({
  env: environment,
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be a region like us-east-1")
    .default("us-east-1"),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  /** Where alarms and budgets are told. */
  email: z.email().optional(),
  listener: z.enum(["fargate-spot", "lambda-relay", "home"]).default("fargate-spot"),
  /** Fargate: the stock Node image with our bundle from S3 (no Docker needed), or an image of our own. */
  image: z.enum(["stock", "ecr"]).default("stock"),
  /** Fargate: no public IPv4 address. Works only if every host of Yoto's answers over IPv6. */
  ipv6Only: z.stringbool().or(z.boolean()).default(false),
  /** Fargate: starts on demand when there is no Spot capacity. */
  onDemandFallback: z.stringbool().or(z.boolean()).default(false),
  relayMemoryMb: z.coerce.number().int().min(128).max(512).default(160),
  cdnPlan: z.enum(["payg", "flat-free"]).default("payg"),
  /**
   * Which slots of cards CloudFront answers without asking the API: `none`; `fixed`, those that play the same until somebody edits
   * them; `timed`, also those that go by the clock alone.
   */
  slotsAtEdge: z.enum(["none", "fixed", "timed"]).default("fixed"),
  /** Own host name, with its certificate in us-east-1. */
  domain: z
    .string()
    .regex(/^[a-z0-9.-]+\.[a-z]{2,}$/)
    .optional(),
  certificate: z.string().startsWith("arn:aws:acm:us-east-1:").optional(),
  /** Calls the API every ten minutes in the mornings and evenings of `timeZone`. */
  keepWarm: z.stringbool().or(z.boolean()).default(false),
  /** Amazon Transcribe writes down what is said in recordings, for about $0.024 a minute, when somebody asks for it. */
  transcripts: z.stringbool().or(z.boolean()).default(false),
  timeZone: z.string().default("Europe/London"),
  /** Dollars a month; default: what the chosen listener normally costs, rounded up. */
  budget: z.coerce.number().positive().optional(),
  /** Only in accounts whose concurrency limit leaves room for it. */
  reservedConcurrency: z.coerce.number().int().min(1).optional(),
});

/** Settings as they are after parsing. */
export type Settings = z.infer<typeof settingsSchema>;

/** Settings that cannot be. The message names each. */
export class BadSettings extends Error {
  override readonly name = "BadSettings";
}

/** Parses settings; throws {@link BadSettings} with everything that is wrong. */
export function readSettings(given: Readonly<Record<string, unknown>>): Settings {
  const parsed = settingsSchema.safeParse(given);
  const problems = parsed.success
    ? contradictions(parsed.data)
    : parsed.error.issues.map((issue) => `--${kebab(issue.path.join("."))} ${issue.message}`);
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new BadSettings(`The deployment's settings are not right:\n  ${problems.join("\n  ")}`);
}

function contradictions(settings: Settings): string[] {
  return [
    ...((settings.domain === undefined) !== (settings.certificate === undefined)
      ? ["--domain and --certificate go together: CloudFront needs a certificate (us-east-1) for the name"]
      : []),
    ...(settings.cdnPlan === "flat-free" && settings.region !== "us-east-1"
      ? ["--cdn-plan flat-free can be made in us-east-1 only: choose that region, or payg"]
      : []),
    ...(settings.ipv6Only && settings.image === "ecr"
      ? ["--ipv6-only works with the stock image only: private ECR is reached over IPv4 here"]
      : []),
  ];
}

/** Dollars a month at which somebody should look. */
export function budgetOf({ budget, listener }: Settings): number {
  return budget ?? (listener === "fargate-spot" ? 8 : 5);
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
