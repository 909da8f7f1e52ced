import type { ComponentChildren, ComponentProps } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import "./button.css";

type ButtonProps = ComponentProps<"button"> & {
  /** `main`: the one thing to do here; `quiet`: without a ground; `danger`: removes something. */
  look?: "main" | "plain" | "quiet" | "danger";
  icon?: IconName;
  busy?: boolean;
  children: ComponentChildren;
};

/** A button with words. While `busy` it keeps its width and takes no second click. */
export function Button({ look = "plain", icon, busy = false, children, class: more, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`button button-${look} ${typeof more === "string" ? more : ""}`}
      aria-busy={busy}
      disabled={busy || rest.disabled === true}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<"button">, "children"> & {
  icon: IconName;
  /** What it does, for screen readers and as a tooltip. */
  label: string;
  size?: "m" | "l" | "xl";
  look?: "quiet" | "plain" | "main";
};

/** A round button with a picture only. */
export function IconButton({
  icon,
  label,
  size = "m",
  look = "quiet",
  class: more,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`icon-button icon-button-${size} button-${look} ${typeof more === "string" ? more : ""}`}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </button>
  );
}

/** A link that looks like a button. */
export function LinkButton({
  look = "plain",
  icon,
  href,
  children,
}: Pick<ButtonProps, "look" | "icon" | "children"> & { href: string }) {
  return (
    <a class={`button button-${look}`} href={href}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}
