import { durationWords } from "./duration-words.ts";
import "./bar-chart.css";

type Bar = { readonly name: string; readonly ms: number };
type BarChartProps = {
  title: string;
  /** What a bar stands for: `Day`, `Hour` … */
  of: string;
  bars: readonly Bar[];
  /** Words under some of the bars, from the left edge to the right. */
  marks: readonly string[];
};

/** Times side by side, as bars and, for who cannot see them, as a table. */
export function BarChart({ title, of, bars, marks }: BarChartProps) {
  const most = Math.max(60_000, ...bars.map(({ ms }) => ms));
  const best = bars.reduce<Bar | undefined>((top, bar) => (bar.ms > (top?.ms ?? 0) ? bar : top), undefined);
  const summary =
    best === undefined ? `${title}: nothing` : `${title}. The most: ${best.name}, ${durationWords(best.ms)}.`;
  return (
    <figure class="chart">
      <figcaption class="chart-head">
        <h2>{title}</h2>
        <span class="small soft numbers">up to {durationWords(most)}</span>
      </figcaption>
      <svg
        class="chart-bars"
        viewBox={`0 0 ${bars.length} 100`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary}
      >
        {[0, 50].map((y) => (
          <line key={y} class="chart-line" x1="0" x2={bars.length} y1={y} y2={y} />
        ))}
        {bars.map(({ name, ms }, at) => (
          <rect
            key={name}
            class="chart-bar"
            x={at + 0.12}
            width="0.76"
            y={100 - (100 * ms) / most}
            height={(100 * ms) / most}
          >
            <title>{`${name}: ${durationWords(ms)}`}</title>
          </rect>
        ))}
      </svg>
      <div class="chart-marks small soft numbers" aria-hidden="true">
        {marks.map((mark) => (
          <span key={mark}>{mark}</span>
        ))}
      </div>
      <details class="chart-table">
        <summary class="small">As a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{of}</th>
              <th scope="col">Listened</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ name, ms }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="numbers">{durationWords(ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
