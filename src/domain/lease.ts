/**
 * The right to be the only one at something, for a while. `fence` grows whenever the right goes to another holder; who
 * writes under it can tell a holder that overslept.
 */
export type Lease = {
  readonly key: string;
  readonly owner: string;
  readonly fence: number;
  readonly untilMs: number;
};
