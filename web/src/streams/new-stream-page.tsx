import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { PageTitle } from "../shell/page-title.tsx";
import { showToast } from "../stores/toasts.ts";
import { Kinds } from "../ui/kinds.tsx";
import { StreamEditor } from "./stream-editor.tsx";
import { newRule, type StreamKind, streamKinds } from "./stream-kinds.ts";
import "../cards/card-page.css";
import "./streams.css";

/** A new stream, of a podcast that the address names, or else: first what shall happen when the card is put in, then with which recordings. */
export function NewStreamPage() {
  const { route, query } = useLocation();
  const { podcast, named } = query;
  const [kind, setKind] = useState<StreamKind | undefined>(podcast === undefined ? undefined : "podcast");
  const today = new Date().toLocaleDateString("sv-SE");
  return (
    <>
      <PageTitle back={{ path: "/streams", name: "Streams" }} title="New stream" />
      {kind === undefined ? (
        <section class="stack stream-editor" aria-labelledby="kind-title">
          <h2 id="kind-title">When the card is put in …</h2>
          <Kinds
            raised
            kinds={streamKinds.map((each) => ({ ...each, onChoose: () => setKind(each.kind) }))}
          />
        </section>
      ) : (
        <StreamEditor
          rule={{ ...newRule(kind, today), ...(kind === "podcast" && podcast && { feedId: podcast }) }}
          named={kind === "podcast" ? named : undefined}
          onCancel={() => setKind(undefined)}
          onDone={({ id, title }) => {
            showToast({ tone: "good", text: `“${title}” is a stream now` });
            route(`/streams/${encodeURIComponent(id)}`);
          }}
        />
      )}
    </>
  );
}
