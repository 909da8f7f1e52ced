import { useEffect } from "preact/hooks";
import { useSubmit } from "../pages/use-submit.ts";
import { startCodeLink } from "../stores/code-link.ts";
import { demo, isAdmin } from "../stores/session.ts";
import { settings } from "../stores/settings.ts";
import {
  needYotoAccounts,
  startYotoLink,
  yotoAccounts,
  yotoAccountsFailure,
} from "../stores/yoto-accounts.ts";
import { Banner, FailureBanner } from "../ui/banner.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { CodeLinkSheet } from "./code-link-sheet.tsx";
import { LinkOutcome } from "./link-outcome.tsx";
import { LinkSteps } from "./link-steps.tsx";
import { YotoFamily } from "./yoto-family.tsx";

/** The linked Yoto families, and the way to link one. */
export function YotoSection() {
  useEffect(() => {
    needYotoAccounts();
    settings.need();
  }, []);
  const linking = useSubmit(async () => {
    const { url } = await startYotoLink();
    location.assign(url);
  });
  const withCode = useSubmit(async () => {
    if (!(await startCodeLink())) linking.submit();
  });
  const accounts = yotoAccounts.value;
  const canLink = settings.value.value?.features.realYoto ?? true;
  return (
    <section class="panel" aria-labelledby="yoto-title">
      <h2 id="yoto-title">Yoto families</h2>
      {yotoAccountsFailure.value && <FailureBanner failure={yotoAccountsFailure.value} />}
      {accounts?.length === 0 && (
        <p class="soft">
          None is linked yet. You sign in at Yoto in the browser; this server never sees your password there.
        </p>
      )}
      {accounts?.map((account) => (
        <YotoFamily key={account.id} account={account} onLinkAgain={linking.submit} />
      ))}
      {demo.value && (
        <Banner
          tone="calm"
          icon="try"
          actions={<LinkButton href={`${demo.value.pretendUrl}/_pretend`}>Look inside</LinkButton>}
        >
          <p class="banner-message">Demo: the pretend Yoto is at {demo.value.pretendUrl}</p>
        </Banner>
      )}
      {isAdmin.value && !canLink && <LinkSteps />}
      <LinkOutcome />
      {linking.failure && <FailureBanner failure={linking.failure} />}
      {withCode.failure && <FailureBanner failure={withCode.failure} />}
      {isAdmin.value && canLink && (
        <div class="link-ways">
          <Button look="main" icon="link" busy={linking.busy} onClick={() => linking.submit()}>
            Link a Yoto family
          </Button>
          <Button look="quiet" busy={withCode.busy} onClick={() => withCode.submit()}>
            Use a code on another device
          </Button>
        </div>
      )}
      <CodeLinkSheet />
    </section>
  );
}
