import { PageTitle } from "../shell/page-title.tsx";

/** The pretend players on the screen. */
export function DemoPage() {
  return <PageTitle title="Try it" />;
}
