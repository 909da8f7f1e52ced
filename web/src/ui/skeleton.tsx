import "./skeleton.css";

type SkeletonProps = { kind: "card" | "row" | "picture"; count: number; label: string };

/** Grey shapes of the size of what is coming, so that nothing jumps. */
export function Skeleton({ kind, count, label }: SkeletonProps) {
  return (
    <div class={`skeletons skeletons-${kind}`} role="status">
      <span class="unseen">{label}</span>
      <p class="small soft skeleton-late" aria-hidden="true">
        {label}. It takes longer than usual …
      </p>
      {Array.from({ length: count }, (_, place) => (
        <div key={place} class={`skeleton skeleton-${kind}`} aria-hidden="true" />
      ))}
    </div>
  );
}
