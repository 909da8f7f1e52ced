import { PageTitle } from "../shell/page-title.tsx";
import { AboutSection } from "./about-section.tsx";
import { HistorySection } from "./history-section.tsx";
import { HouseSection } from "./house-section.tsx";
import { LookSection } from "./look-section.tsx";
import { RecordingsSection } from "./recordings-section.tsx";
import { UserSection } from "./user-section.tsx";
import { WebhooksLink } from "./webhooks-link.tsx";
import { YotoSection } from "./yoto-section.tsx";
import "./settings-page.css";

/** Yoto families, the house, its history and recordings, how it looks on this device, who is signed in, and what runs here. */
export function SettingsPage() {
  return (
    <>
      <PageTitle title="Settings" />
      <div class="columns settings">
        <div class="column">
          <YotoSection />
          <HouseSection />
          <HistorySection />
          <RecordingsSection />
        </div>
        <div class="column">
          <UserSection />
          <LookSection />
          <WebhooksLink />
          <AboutSection />
        </div>
      </div>
    </>
  );
}
