import { useRoute } from "preact-iso";
import { PageTitle } from "../shell/page-title.tsx";
import { Parts } from "../shell/parts.tsx";
import { EditPart } from "./edit-part.tsx";
import { RecordPart } from "./record-part.tsx";
import { SpeakPart } from "./speak-part.tsx";
import "./make-page.css";

const parts = [
  { value: "record", name: "Record" },
  { value: "speak", name: "Read aloud" },
  { value: "edit", name: "Cut and join" },
] as const;
const links = parts.map(({ value, name }) => ({ path: `/library/make/${value}`, name }));
type Part = (typeof parts)[number]["value"];

/** Recordings that did not exist before: recorded here, read by a voice, or cut from others. */
export function MakePage() {
  const { params } = useRoute();
  const part: Part = parts.find(({ value }) => value === params["part"])?.value ?? "record";
  return (
    <>
      <PageTitle
        title="Make a recording"
        back={{ path: "/library", name: "Library" }}
        parts={<Parts label="How" parts={links} here={`/library/make/${part}`} />}
      />
      <section class="panel">
        {part === "record" && <RecordPart />}
        {part === "speak" && <SpeakPart />}
        {part === "edit" && <EditPart />}
      </section>
    </>
  );
}
