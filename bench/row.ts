/** One measured figure, with what it is compared to in the same run. `ratio` = ours / baseline. */
export type Row = {
  readonly suite: string;
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly baseline: number | null;
  readonly baselineIs: string | null;
  readonly ratio: number | null;
};

/** A row with its ratio worked out; without a baseline the figure stands alone. */
export function row(
  suite: string,
  name: string,
  unit: string,
  ours: number,
  baseline?: { readonly value: number; readonly is: string },
): Row {
  return {
    suite,
    name,
    unit,
    ours,
    baseline: baseline?.value ?? null,
    baselineIs: baseline?.is ?? null,
    ratio: baseline === undefined ? null : ours / baseline.value,
  };
}
