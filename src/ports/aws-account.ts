/** A line of a log group. */
export type LoggedLine = { readonly atMs: number; readonly text: string };

/** What a budget of the account says: dollars this month. */
export type BudgetState = {
  readonly name: string;
  readonly limit: number;
  readonly actual: number;
  readonly forecast: number | undefined;
};

/** A stack as CloudFormation tells it. */
export type StackState = { readonly status: string; readonly outputs: Readonly<Record<string, string>> };

/** One of CloudWatch's metrics: what it counts, of what. */
export type Measure = {
  readonly namespace: string;
  readonly name: string;
  readonly of: Readonly<Record<string, string>>;
  /** Default: the sum of all days. `last-average`: the newest day's average, for what is a size. */
  readonly as?: "sum" | "last-average";
  /** CloudFront's metrics are in us-east-1 only. */
  readonly worldwide?: boolean;
};

/** A CloudFormation template, as far as one looks into it. */
export type Template = {
  readonly Resources: Readonly<
    Record<
      string,
      { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> | undefined }
    >
  >;
};

/**
 * An AWS account in one region, as whoever operates a deployment needs it. Absent is `undefined`. Every method may throw
 * `Unavailable`, and `AwsRefused` when the credentials may not do it.
 */
export type AwsAccount = {
  /** Who the credentials belong to. Throws when they belong to nobody. */
  identity(): Promise<{ readonly account: string; readonly arn: string }>;
  /** How many functions may run at once; new accounts start with ten. */
  concurrencyLimit(): Promise<number>;
  /** Accounts on AWS's free plan are closed when it ends. */
  plan(): Promise<"free" | "paid" | "unknown">;
  stack(name: string): Promise<StackState | undefined>;
  /** The template as it was deployed last. */
  template(stack: string): Promise<Template | undefined>;
  parameter(name: string): Promise<string | undefined>;
  /** Stores it encrypted, in place of what was there. */
  setParameter(name: string, value: string): Promise<void>;
  /** The function's versions by number, oldest first, and the one its alias `live` points at. */
  versions(functionName: string): Promise<{ readonly numbers: readonly number[]; readonly live: number }>;
  goLive(functionName: string, version: number): Promise<void>;
  /** The service: tasks that run, its task definition, and the revisions before it, newest first. */
  service(
    cluster: string,
    name: string,
  ): Promise<{ readonly running: number; readonly now: string; readonly before: readonly string[] }>;
  useTaskDefinition(cluster: string, service: string, taskDefinition: string): Promise<void>;
  putFile(
    bucket: string,
    key: string,
    file: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string; readonly cacheControl: string },
  ): Promise<void>;
  /** Versions of one file, newest first. */
  fileVersions(bucket: string, key: string): Promise<readonly { readonly id: string; readonly at: string }[]>;
  /** Puts an old version of a file on top. */
  restoreFile(bucket: string, key: string, version: string): Promise<void>;
  /** Makes CloudFront ask for these paths anew. */
  forget(distributionId: string, paths: readonly string[]): Promise<void>;
  /** Lines since then that match CloudWatch's filter pattern, oldest first; at most `most` of them. */
  logged(
    group: string,
    options: { pattern?: string; sinceMs: number; most: number },
  ): Promise<readonly LoggedLine[]>;
  /** What CloudWatch counted since then; 0 when there is nothing. Free of charge for a million of these a month. */
  measured(measure: Measure, sinceMs: number): Promise<number>;
  budgets(account: string): Promise<readonly BudgetState[]>;
  /** A key for a user; the secret is never shown again. */
  newKey(user: string): Promise<{ readonly id: string; readonly secret: string }>;
  /** Calls a function and waits; throws `AwsRefused` when it failed. */
  invoke(functionName: string, payload: object): Promise<unknown>;
  /** How many messages wait in a queue, about. */
  messagesWaiting(queueUrl: string): Promise<number>;
  /** What AWS bills between two days (`2030-01-31`, the last one excluded), by service. Each call costs a cent. */
  billed(
    fromDay: string,
    toDay: string,
  ): Promise<readonly { readonly service: string; readonly dollars: number }[]>;
  /** Takes its protection off and deletes it with all its items; its backups too. */
  deleteTable(table: string): Promise<void>;
  /** Deletes every version of every file, then the bucket; answers how many versions there were. */
  deleteBucket(bucket: string): Promise<number>;
  /** Deletes all parameters below a path. */
  deleteParameters(path: string): Promise<void>;
  /** Sets the API's throttle back to normal. */
  releaseBrake(apiId: string, rate: number, burst: number): Promise<void>;
};
