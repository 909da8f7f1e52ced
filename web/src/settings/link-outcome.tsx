import { useLocation } from "preact-iso";
import { settings } from "../stores/settings.ts";
import { Banner } from "../ui/banner.tsx";
import { CopiedText } from "../ui/copied-text.tsx";

const errors: Readonly<Record<string, string>> = {
  denied: "You did not allow it at Yoto, so nothing was linked.",
  "link-expired": "That took too long, or was started in another browser. Start again.",
  "link-refused": "Yoto did not sign you in. Start again.",
  "scopes-not-allowed":
    "The client of this server at dashboard.yoto.dev may not ask for all that is needed. Allow it these scopes there, then start again:",
  "not-signed-in": "You were signed out here meanwhile. Sign in as an admin and start again.",
  "yoto-unavailable": "Yoto does not answer at the moment. Try again in a minute.",
  "yoto-rate-limited": "Yoto asks us to slow down. Try again in a few minutes.",
  "yoto-link-again": "That sign-in was used before or is too old. Start again.",
  "yoto-rejected":
    "Yoto does not know this server's client. Whoever runs the server: check YOTO_CLIENT_ID and YOTO_CLIENT_SECRET.",
};

/** What became of linking, told in the address that Yoto's sign-in leads back to. */
export function LinkOutcome() {
  const { query } = useLocation();
  const scopes = settings.value.value?.yotoScopes;
  const { linked, "link-error": error } = query;
  if (linked !== undefined)
    return (
      <Banner tone="good">
        <p class="banner-message">The family is linked. Its players appear in a moment.</p>
      </Banner>
    );
  if (error === undefined) return null;
  return (
    <Banner tone="bad">
      <p class="banner-message">The family was not linked.</p>
      <p class="small">{errors[error] ?? "Yoto refused. Start again."}</p>
      {error === "scopes-not-allowed" && scopes && <CopiedText text={scopes.join(" ")} what="the scopes" />}
    </Banner>
  );
}
