import { useLocation } from "preact-iso";
import { Banner } from "../ui/banner.tsx";

const errors: Readonly<Record<string, string>> = {
  denied: "You did not allow it at Yoto, so nothing was linked.",
  "link-expired": "That took too long, or was started in another browser. Start again.",
  "link-refused": "Yoto did not sign you in. Start again.",
  "not-signed-in": "You were signed out here meanwhile. Sign in as an admin and start again.",
  "yoto-unavailable": "Yoto does not answer at the moment. Try again in a minute.",
};

/** What became of linking, told in the address that Yoto's sign-in leads back to. */
export function LinkOutcome() {
  const { query } = useLocation();
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
    </Banner>
  );
}
