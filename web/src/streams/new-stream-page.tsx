import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { PageTitle } from "../shell/page-title.tsx";
import { showToast } from "../stores/toasts.ts";
import { Icon } from "../ui/icon.tsx";
import { StreamEditor } from "./stream-editor.tsx";
import { newRule, type StreamKind, streamKinds } from "./stream-kinds.ts";
import "../cards/card-page.css";
import "../rules/rules-page.css";
import "./streams.css";

/** A new stream: first what shall happen when the card is put in, then with which recordings. */
export function NewStreamPage() {
  const { route } = useLocation();
  const [kind, setKind] = useState<StreamKind>();
  const today = new Date().toLocaleDateString("sv-SE");
  return (
    <>
      <PageTitle back={{ path: "/streams", name: "Streams" }} title="New stream" />
      {kind === undefined ? (
        <section class="stack stream-editor" aria-labelledby="kind-title">
          <h2 id="kind-title">When the card is put in …</h2>
          <ul class="rule-kinds stream-kinds">
            {streamKinds.map((each) => (
              <li key={each.kind}>
                <button type="button" class="rule-kind" onClick={() => setKind(each.kind)}>
                  <Icon name={each.icon} />
                  <span>
                    <strong>{each.name}</strong>
                    <span class="small soft">{each.words}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : (
        <StreamEditor
          rule={newRule(kind, today)}
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
