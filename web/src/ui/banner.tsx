import type { ComponentChildren } from "preact";
import { ApiFailure } from "../api/api-failure.ts";
import { LinkButton } from "./button.tsx";
import { useToldByFields } from "./form.tsx";
import { Icon, type IconName } from "./icon.tsx";
import "./banner.css";

type BannerProps = {
  tone: "bad" | "warn" | "good" | "calm";
  icon?: IconName;
  children: ComponentChildren;
  /** A button or two at the end. */
  actions?: ComponentChildren;
};

/** A sentence that must not be missed, with what can be done about it. */
export function Banner({ tone, icon, children, actions }: BannerProps) {
  const picture = icon ?? (tone === "good" ? "check" : tone === "calm" ? "info" : "warning");
  return (
    <div class={`banner banner-${tone}`} role={tone === "bad" ? "alert" : "status"} ref={intoSight}>
      <Icon name={picture} />
      <div class="banner-words">{children}</div>
      {actions && <div class="banner-actions">{actions}</div>}
    </div>
  );
}

/** A long sheet or form would hide what is said at its end. */
function intoSight(banner: HTMLElement | null) {
  if (banner?.closest("dialog, form")) banner.scrollIntoView({ block: "nearest" });
}

const endInLinking = ["no-account", "yoto-link-again", "yoto-scope-missing"];

/** What the API said when it refused, in its own words, with its hint. Where only linking a family helps, with the way there. */
export function FailureBanner({ failure, actions }: { failure: unknown; actions?: ComponentChildren }) {
  const told = ApiFailure.of(failure);
  if (useToldByFields(told)) return null;
  if (endInLinking.includes(told.code)) actions = <LinkButton href="/settings">To the settings</LinkButton>;
  return (
    <Banner tone="bad" actions={actions}>
      <p class="banner-message">{told.message}</p>
      {told.hint && <p class="small">{told.hint}</p>}
    </Banner>
  );
}
