import { isAdmin } from "../stores/session.ts";
import { LinkButton } from "../ui/button.tsx";

/** The way to webhooks, for those who may see them. */
export function WebhooksLink() {
  if (!isAdmin.value) return null;
  return (
    <section class="panel" aria-labelledby="webhooks-title">
      <div class="family-head">
        <div>
          <h2 id="webhooks-title">Webhooks</h2>
          <p class="small soft">Tell other machines what happens, and let them ask for something.</p>
        </div>
        <LinkButton icon="bolt" href="/settings/webhooks">
          Webhooks
        </LinkButton>
      </div>
    </section>
  );
}
