import { useLocation, useRoute } from "preact-iso";
import { PageTitle } from "../shell/page-title.tsx";
import { Icon } from "../ui/icon.tsx";
import { Segments } from "../ui/segments.tsx";
import { EditPart } from "./edit-part.tsx";
import { RecordPart } from "./record-part.tsx";
import { SpeakPart } from "./speak-part.tsx";
import "./make-page.css";

const parts = [
  { value: "record", name: "Record" },
  { value: "speak", name: "Read aloud" },
  { value: "edit", name: "Cut, join" },
] as const;
type Part = (typeof parts)[number]["value"];

/** Recordings that did not exist before: recorded here, read by a voice, or cut from others. */
export function MakePage() {
  const { params } = useRoute();
  const { route } = useLocation();
  const part: Part = parts.find(({ value }) => value === params["part"])?.value ?? "record";
  return (
    <>
      <a class="way-back" href="/library">
        <Icon name="arrow-left" />
        Library
      </a>
      <PageTitle title="Make a recording" />
      <Segments
        label="How"
        value={part}
        choices={parts}
        onChange={(chosen) => route(`/library/make/${chosen}`, true)}
      />
      <section class="panel make-part">
        {part === "record" && <RecordPart />}
        {part === "speak" && <SpeakPart />}
        {part === "edit" && <EditPart />}
      </section>
    </>
  );
}
