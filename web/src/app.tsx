import { LocationProvider, Route, Router } from "preact-iso";
import { CardsPage } from "./cards/cards-page.tsx";
import { LibraryPage } from "./library/library-page.tsx";
import { NotFoundPage } from "./pages/not-found-page.tsx";
import { SetUpPage } from "./pages/set-up-page.tsx";
import { SignInAgain, SignInPage } from "./pages/sign-in-page.tsx";
import { StartingPage } from "./pages/starting-page.tsx";
import { PlayersPage } from "./players/players-page.tsx";
import { RulesPage } from "./rules/rules-page.tsx";
import { SettingsPage } from "./settings/settings-page.tsx";
import { Frame } from "./shell/frame.tsx";
import { lazyPage } from "./shell/lazy-page.tsx";
import { session, sessionEnded } from "./stores/session.ts";
import { Toasts } from "./ui/toasts.tsx";

const CardPage = lazyPage(() => import("./cards/card-page.tsx").then(({ CardPage }) => CardPage));
const CardVersionsPage = lazyPage(() =>
  import("./cards/card-versions-page.tsx").then(({ CardVersionsPage }) => CardVersionsPage),
);
const FamilyPage = lazyPage(() => import("./cards/family-page.tsx").then(({ FamilyPage }) => FamilyPage));
const SeveralCardsPage = lazyPage(() =>
  import("./cards/several-cards-page.tsx").then(({ SeveralCardsPage }) => SeveralCardsPage),
);
const FamilyCardPage = lazyPage(() =>
  import("./cards/family-card-page.tsx").then(({ FamilyCardPage }) => FamilyCardPage),
);
const PlayerPage = lazyPage(() => import("./player/player-page.tsx").then(({ PlayerPage }) => PlayerPage));
const StreamsPage = lazyPage(() =>
  import("./streams/streams-page.tsx").then(({ StreamsPage }) => StreamsPage),
);
const StreamPage = lazyPage(() => import("./streams/stream-page.tsx").then(({ StreamPage }) => StreamPage));
const NewStreamPage = lazyPage(() =>
  import("./streams/new-stream-page.tsx").then(({ NewStreamPage }) => NewStreamPage),
);
const StoriesPage = lazyPage(() =>
  import("./stories/stories-page.tsx").then(({ StoriesPage }) => StoriesPage),
);
const StoryPage = lazyPage(() => import("./stories/story-page.tsx").then(({ StoryPage }) => StoryPage));
const NewStoryPage = lazyPage(() =>
  import("./stories/new-story-page.tsx").then(({ NewStoryPage }) => NewStoryPage),
);
const WebhooksPage = lazyPage(() =>
  import("./webhooks/webhooks-page.tsx").then(({ WebhooksPage }) => WebhooksPage),
);
const HistoryPage = lazyPage(() =>
  import("./history/history-page.tsx").then(({ HistoryPage }) => HistoryPage),
);
const StatisticsPage = lazyPage(() =>
  import("./statistics/statistics-page.tsx").then(({ StatisticsPage }) => StatisticsPage),
);
const MorePage = lazyPage(() => import("./pages/more-page.tsx").then(({ MorePage }) => MorePage));
const AnalyzerPage = lazyPage(() =>
  import("./analyzer/analyzer-page.tsx").then(({ AnalyzerPage }) => AnalyzerPage),
);
const PodcastsPage = lazyPage(() =>
  import("./podcasts/podcasts-page.tsx").then(({ PodcastsPage }) => PodcastsPage),
);
const PodcastPage = lazyPage(() =>
  import("./podcasts/podcast-page.tsx").then(({ PodcastPage }) => PodcastPage),
);
const MakePage = lazyPage(() => import("./making/make-page.tsx").then(({ MakePage }) => MakePage));
const BookPage = lazyPage(() => import("./making/book-page.tsx").then(({ BookPage }) => BookPage));
const StoryTrashPage = lazyPage(() =>
  import("./stories/story-trash-page.tsx").then(({ StoryTrashPage }) => StoryTrashPage),
);
const TrashPage = lazyPage(() => import("./library/trash-page.tsx").then(({ TrashPage }) => TrashPage));
const ServersPage = lazyPage(() =>
  import("./media-servers/servers-page.tsx").then(({ ServersPage }) => ServersPage),
);
const DemoPage = lazyPage(() => import("./demo/demo-page.tsx").then(({ DemoPage }) => DemoPage));

/** The whole app: who is not signed in sees the door, everybody else the rooms. */
export function App() {
  return (
    <LocationProvider>
      <Door />
      <Toasts />
    </LocationProvider>
  );
}

function Door() {
  switch (session.value?.state) {
    case undefined:
      return <StartingPage />;
    case "set-up-needed":
      return <SetUpPage tokenNeeded={session.value.tokenNeeded} />;
    case "signed-out":
      return <SignInPage />;
    case "signed-in":
      return (
        <>
          <Rooms key={session.value.user.name} />
          {sessionEnded.value && <SignInAgain />}
        </>
      );
  }
}

function Rooms() {
  return (
    <Frame>
      <Router>
        <Route path="/" component={PlayersPage} />
        <Route path="/players/:id/:part?" component={PlayerPage} />
        <Route path="/library" component={LibraryPage} />
        <Route path="/library/podcasts" component={PodcastsPage} />
        <Route path="/library/podcasts/:id" component={PodcastPage} />
        <Route path="/library/make/:part?" component={MakePage} />
        <Route path="/library/books/:id" component={BookPage} />
        <Route path="/library/servers" component={ServersPage} />
        <Route path="/library/trash" component={TrashPage} />
        <Route path="/cards" component={CardsPage} />
        <Route path="/cards/family" component={FamilyPage} />
        <Route path="/cards/several" component={SeveralCardsPage} />
        <Route path="/cards/family/:id" component={FamilyCardPage} />
        <Route path="/cards/family/:id/versions" component={CardVersionsPage} />
        <Route path="/cards/:id" component={CardPage} />
        <Route path="/cards/:id/versions" component={CardVersionsPage} />
        <Route path="/streams" component={StreamsPage} />
        <Route path="/streams/new" component={NewStreamPage} />
        <Route path="/streams/:id" component={StreamPage} />
        <Route path="/stories" component={StoriesPage} />
        <Route path="/stories/trash" component={StoryTrashPage} />
        <Route path="/stories/new" component={NewStoryPage} />
        <Route path="/stories/:id" component={StoryPage} />
        <Route path="/rules" component={RulesPage} />
        <Route path="/history" component={HistoryPage} />
        <Route path="/statistics" component={StatisticsPage} />
        <Route path="/analyzer" component={AnalyzerPage} />
        <Route path="/more" component={MorePage} />
        <Route path="/settings" component={SettingsPage} />
        <Route path="/settings/webhooks" component={WebhooksPage} />
        <Route path="/try" component={DemoPage} />
        <Route default component={NotFoundPage} />
      </Router>
    </Frame>
  );
}
