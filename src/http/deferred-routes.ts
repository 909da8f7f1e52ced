import type { OpenAPIHono } from "@hono/zod-openapi";
import type { GroupDeps } from "../usecases/cards/card-groups.ts";
import type { FamilyCardDeps } from "../usecases/cards/family-cards.ts";
import type { PersonDeps } from "../usecases/people/change-person.ts";
import type { CheckDeps } from "../usecases/play-checks/check-card.ts";
import type { AppEnv } from "./app-env.ts";
import { type AnalyzerDeps, analyzerRoutes } from "./routes/analyzer.ts";
import { type AudioDeps, audioRoutes } from "./routes/audio.ts";
import { type AudioArrivalDeps, audioArrivalRoutes } from "./routes/audio-arrivals.ts";
import { type AudioShelfDeps, audioShelfRoutes } from "./routes/audio-shelf.ts";
import { type BookDeps, bookRoutes } from "./routes/books.ts";
import { type CardEditDeps, cardEditRoutes } from "./routes/card-edits.ts";
import { cardGroupRoutes } from "./routes/card-groups.ts";
import { type CardPictureDeps, cardPictureRoutes } from "./routes/card-pictures.ts";
import { type CardPublishingDeps, cardPublishingRoutes } from "./routes/card-publishing.ts";
import { cardVersionRoutes } from "./routes/card-versions.ts";
import { type CardDeps, cardRoutes } from "./routes/cards.ts";
import { type EditingDeps, editingRoutes } from "./routes/editing.ts";
import { type EditionDeps, editionRoutes } from "./routes/editions.ts";
import { familyCardRoutes } from "./routes/family-cards.ts";
import { type FeedDeps, feedRoutes } from "./routes/feeds.ts";
import { type HistoryDeps, historyRoutes } from "./routes/history.ts";
import { type IconDeps, iconRoutes } from "./routes/icons.ts";
import { type JobDeps, jobRoutes } from "./routes/jobs.ts";
import { type LibraryDeps, libraryRoutes } from "./routes/library.ts";
import { type MailboxDeps, mailboxRoutes } from "./routes/mailboxes.ts";
import { type MediaServerRouteDeps, mediaServerRoutes } from "./routes/media-servers.ts";
import { moreTimeRoutes } from "./routes/more-time.ts";
import { type OriginalDeps, originalRoutes } from "./routes/originals.ts";
import { type OwnAccessDeps, ownAccessRoutes } from "./routes/own-access.ts";
import { peopleRoutes } from "./routes/people.ts";
import { playCheckRoutes } from "./routes/play-checks.ts";
import { type PlayerSettingsDeps, playerSettingsRoutes } from "./routes/player-settings.ts";
import { type ProbeRouteDeps, probeRoutes } from "./routes/probes.ts";
import { type RuleExceptionsDeps, ruleExceptionRoutes } from "./routes/rule-exceptions.ts";
import { type HouseRulesDeps, houseRuleRoutes } from "./routes/rules.ts";
import { type SettingsDeps, settingsRoutes } from "./routes/settings.ts";
import { type SpeechDeps, speechRoutes } from "./routes/speech.ts";
import { type StoryDeps, storyRoutes } from "./routes/stories.ts";
import { type StreamQuestionDeps, streamQuestionRoutes } from "./routes/stream-questions.ts";
import { type StreamDeps, streamRoutes } from "./routes/streams.ts";
import { type TranscriptDeps, transcriptRoutes } from "./routes/transcripts.ts";
import { type UploadDeps, uploadRoutes } from "./routes/uploads.ts";
import { type WebhookDeps, webhookRoutes } from "./routes/webhooks.ts";
import { type YotoLinkDeps, yotoLinkRoutes } from "./routes/yoto-link.ts";

/** What the deferred routes need. */
export type DeferredRouteDeps = PersonDeps &
  AnalyzerDeps &
  AudioDeps &
  AudioArrivalDeps &
  AudioShelfDeps &
  EditingDeps &
  OriginalDeps &
  BookDeps &
  CardDeps &
  CardPictureDeps &
  CardEditDeps &
  CardPublishingDeps &
  FamilyCardDeps &
  GroupDeps &
  CheckDeps &
  FeedDeps &
  MediaServerRouteDeps &
  HistoryDeps &
  HouseRulesDeps &
  RuleExceptionsDeps &
  IconDeps &
  JobDeps &
  LibraryDeps &
  OwnAccessDeps &
  PlayerSettingsDeps &
  ProbeRouteDeps &
  SettingsDeps &
  SpeechDeps &
  StoryDeps &
  StreamDeps &
  StreamQuestionDeps &
  TranscriptDeps &
  EditionDeps &
  MailboxDeps &
  UploadDeps &
  WebhookDeps &
  YotoLinkDeps;

/** Every route that the app's first page does not need. On Lambda they are loaded at the first request for one of them. */
export function deferredRoutes(app: OpenAPIHono<AppEnv>, deps: DeferredRouteDeps): void {
  ownAccessRoutes(app, deps);
  peopleRoutes(app, deps);
  yotoLinkRoutes(app, deps);
  historyRoutes(app, deps);
  moreTimeRoutes(app, deps);
  houseRuleRoutes(app, deps);
  ruleExceptionRoutes(app, deps);
  webhookRoutes(app, deps);
  iconRoutes(app, deps);
  playerSettingsRoutes(app, deps);
  speechRoutes(app, deps);
  uploadRoutes(app, deps);
  audioShelfRoutes(app, deps);
  editingRoutes(app, deps);
  originalRoutes(app, deps);
  bookRoutes(app, deps);
  audioRoutes(app, deps);
  audioArrivalRoutes(app, deps);
  transcriptRoutes(app, deps);
  feedRoutes(app, deps);
  mediaServerRoutes(app, deps);
  jobRoutes(app, deps);
  storyRoutes(app, deps);
  streamRoutes(app, deps);
  streamQuestionRoutes(app, deps);
  mailboxRoutes(app, deps);
  editionRoutes(app, deps);
  cardPictureRoutes(app, deps);
  playCheckRoutes(app, deps);
  probeRoutes(app, deps);
  cardRoutes(app, deps);
  cardEditRoutes(app, deps);
  cardPublishingRoutes(app, deps);
  cardVersionRoutes(app, deps);
  familyCardRoutes(app, deps);
  cardGroupRoutes(app, deps);
  libraryRoutes(app, deps);
  settingsRoutes(app, deps);
  analyzerRoutes(app, deps);
}
