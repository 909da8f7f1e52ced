import "./brand.css";

/** The name and the mark: a moon over a sound. */
export function Brand() {
  return (
    <span class="brand">
      <svg class="brand-mark" viewBox="0 0 64 64" aria-hidden="true">
        <rect width="64" height="64" rx="16" fill="#2d2671" />
        <path d="M41 11a18 18 0 1 0 12 25 15 15 0 0 1-12-25Z" fill="#ffc53d" />
        <path
          d="M10 55h0M18 53v4M26 54.5v1M34 52v6M42 53.5v3M50 54.5v1"
          stroke="#ffc53d"
          stroke-width="4.5"
          stroke-linecap="round"
        />
      </svg>
      <span class="brand-name">
        <span class="brand-small">Yoto</span> Smart Stream
      </span>
    </span>
  );
}
