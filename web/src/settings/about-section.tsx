import { useEffect } from "preact/hooks";
import { health, settings } from "../stores/settings.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";

const storeNames: Readonly<Record<string, string>> = {
  memory: "in memory, gone at the next start",
  sqlite: "in SQLite on this server",
  dynamodb: "in DynamoDB",
  folder: "in a folder of this server",
  s3: "in S3",
};

/** What runs here: version, where things are kept, the address players use. */
export function AboutSection() {
  useEffect(() => {
    health.need();
    settings.need();
  }, []);
  const about = health.value.value;
  const set = settings.value.value;
  return (
    <section class="panel" aria-labelledby="about-title">
      <h2 id="about-title">About this server</h2>
      {health.failure.value && <FailureBanner failure={health.failure.value} />}
      {set && !set.publicUrlIsSet && about?.demo === undefined && (
        <Banner tone="warn">
          <p class="banner-message">Players may not reach this server yet.</p>
          <p class="small">
            Cards carry the address {set.publicUrl}. Set PUBLIC_URL to one that your players can reach, and
            start again.
          </p>
        </Banner>
      )}
      <dl class="facts">
        <dt>Version</dt>
        <dd>{about?.version ?? "…"}</dd>
        <dt>Address in cards</dt>
        <dd>{set ? set.publicUrl.replace(/\/$/, "") : "…"}</dd>
        <dt>Records</dt>
        <dd>{about ? (storeNames[about.store] ?? about.store) : "…"}</dd>
        <dt>Audio</dt>
        <dd>{about ? (storeNames[about.audio] ?? about.audio) : "…"}</dd>
        <dt>For programs</dt>
        <dd>
          <a href="/api/docs" target="_blank" rel="noreferrer">
            The API, described
          </a>
        </dd>
      </dl>
    </section>
  );
}
