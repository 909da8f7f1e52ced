import type { AwsAccount, LoggedLine, StackState, Template } from "../../ports/aws-account.ts";

/** An account in memory, for tests: what was done to it can be looked at, and what it holds can be set. */
export type MemoryAwsAccount = AwsAccount & {
  readonly stacks: Map<string, StackState>;
  readonly templates: Map<string, Template>;
  readonly parameters: Map<string, string>;
  /** Commands of CDK's, as `verb name`, that do not succeed. */
  readonly refuses: Set<string>;
  readonly files: { bucket: string; key: string; cacheControl: string }[];
  readonly forgotten: string[];
  readonly restored: string[];
  functionVersions: { numbers: readonly number[]; live: number };
  tasks: { running: number; now: string; before: readonly string[] };
  indexVersions: readonly { id: string; at: string }[];
  /** By the metric's name. */
  measures: Readonly<Record<string, number>>;
  readonly invoked: string[];
  readonly deleted: string[];
  /** Messages in every queue. */
  waiting: number;
  lines: readonly (LoggedLine & { readonly group: string })[];
};

/** @see MemoryAwsAccount */
export function createMemoryAwsAccount({
  plan = "paid",
  concurrency = 1_000,
}: {
  readonly plan?: "free" | "paid";
  readonly concurrency?: number;
} = {}): MemoryAwsAccount {
  const account: MemoryAwsAccount = {
    stacks: new Map(),
    templates: new Map(),
    parameters: new Map(),
    refuses: new Set(),
    files: [],
    forgotten: [],
    restored: [],
    functionVersions: { numbers: [1], live: 1 },
    tasks: { running: 1, now: "arn:aws:ecs:task-definition/listener:1", before: [] },
    indexVersions: [],
    measures: {},
    lines: [],
    invoked: [],
    deleted: [],
    waiting: 0,
    identity: async () => ({ account: "123456789012", arn: "arn:aws:iam::123456789012:user/parent" }),
    concurrencyLimit: async () => concurrency,
    plan: async () => plan,
    stack: async (name) => account.stacks.get(name),
    template: async (stack) => account.templates.get(stack),
    parameter: async (name) => account.parameters.get(name),
    setParameter: async (name, value) => void account.parameters.set(name, value),
    versions: async () => account.functionVersions,
    goLive: async (_, version) => {
      account.functionVersions = { ...account.functionVersions, live: version };
    },
    service: async () => account.tasks,
    useTaskDefinition: async (_, __, taskDefinition) => {
      account.tasks = { ...account.tasks, now: taskDefinition };
    },
    putFile: async (bucket, key, { cacheControl }) => void account.files.push({ bucket, key, cacheControl }),
    fileVersions: async () => account.indexVersions,
    restoreFile: async (bucket, key, version) => void account.restored.push(`${bucket}/${key}@${version}`),
    forget: async (_, paths) => void account.forgotten.push(...paths),
    logged: async (group, { pattern = "", sinceMs, most }) => {
      const words = pattern.match(/[\w-]{3,}/g)?.filter((word) => word !== "fact" && word !== "level") ?? [];
      return account.lines
        .filter((line) => line.group === group && line.atMs >= sinceMs)
        .filter(({ text }) => words.length === 0 || words.some((word) => text.includes(word)))
        .slice(-most);
    },
    measured: async ({ name }) => account.measures[name] ?? 0,
    budgets: async () => [],
    newKey: async (user) => ({ id: `AKIA${user}`, secret: "secret" }),
    invoke: async (name, payload) => {
      account.invoked.push(`${name} ${JSON.stringify(payload)}`);
      return { families: 1 };
    },
    messagesWaiting: async () => account.waiting,
    billed: async () => [{ service: "AWS Lambda", dollars: 0.21 }],
    deleteTable: async (table) => void account.deleted.push(table),
    deleteBucket: async (bucket) => {
      account.deleted.push(bucket);
      return 3;
    },
    deleteParameters: async (path) => void account.deleted.push(path),
    releaseBrake: async () => {},
  };
  return account;
}
