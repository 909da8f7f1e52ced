import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import "./empty-state.css";

type EmptyStateProps = {
  icon: IconName;
  title: string;
  children: ComponentChildren;
  action?: ComponentChildren;
};

/** Where nothing is yet: what will be here, and what to do first. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div class="empty-state">
      <div class="empty-state-picture">
        <Icon name={icon} />
      </div>
      <h2>{title}</h2>
      <p class="soft">{children}</p>
      {action}
    </div>
  );
}
