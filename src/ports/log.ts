/** Facts with fields. Never tokens, never a child's name, never a whole stream address. */
export type Log = {
  debug(fact: string, fields?: LogFields): void;
  info(fact: string, fields?: LogFields): void;
  warn(fact: string, fields?: LogFields): void;
  error(fact: string, fields?: LogFields & { error?: unknown }): void;
};
export type LogFields = Readonly<Record<string, unknown>>;
