/** A policy's statement, as templates write it. */
export type Statement = {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
};

/** Every statement within a value, however deep. */
export function statementsIn(value: unknown): Statement[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  const own: Statement[] = "Effect" in value && "Action" in value ? [value as Statement] : [];
  return [...own, ...Object.values(value).flatMap(statementsIn)];
}
