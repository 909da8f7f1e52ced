import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { useProblem } from "./form.tsx";
import "./field.css";

type FieldProps = {
  label: string;
  value: string;
  onInput: (value: string) => void;
  /** A password: shown as dots, until one asks to see it. */
  secret?: boolean;
  name?: string;
  autocomplete?: string;
  maxLength?: number;
  /** Where one begins to type in a dialog that opens, if it is not its first field. */
  autofocus?: boolean;
  /** A name to sign in with: no capital at the start, no red line below. */
  plain?: boolean;
  /** May stay empty. */
  optional?: boolean;
  /** A text of several lines: so many are seen at first. */
  lines?: number;
  /** What to know before typing. */
  hint?: ComponentChildren;
  /** What was wrong with what was typed. */
  wrong?: string | undefined;
  /** What the API calls it: in a `Form`, what the server has against it is told here. */
  field?: string;
};

/** A line one must fill in, with its label, its hint and what was wrong. */
export function Field({
  label,
  value,
  onInput,
  secret = false,
  plain = false,
  optional = false,
  lines,
  hint,
  wrong: wrongHere,
  field,
  ...more
}: FieldProps) {
  const id = useId();
  const wrongThere = useProblem(field, value);
  const wrong = wrongHere ?? wrongThere;
  const [shown, setShown] = useState(false);
  const about = [hint ? `${id}-hint` : "", wrong ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  const attributes = {
    ...more,
    ...(plain ? { autocapitalize: "none" as const, spellcheck: false } : {}),
    ...(about === "" ? {} : { "aria-describedby": about }),
    id,
    value,
    required: !optional,
    "aria-invalid": wrong !== undefined,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      onInput(currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {secret ? (
        <div class="field-secret">
          {shown ? (
            <input {...attributes} type="text" autocapitalize="none" spellcheck={false} />
          ) : (
            <input {...attributes} type="password" />
          )}
          <button
            type="button"
            class="field-show"
            aria-label={shown ? "Hide the characters" : "Show the characters"}
            onClick={() => setShown(!shown)}
          >
            {shown ? "Hide" : "Show"}
          </button>
        </div>
      ) : lines === undefined ? (
        <input {...attributes} type="text" />
      ) : (
        <textarea {...attributes} rows={lines} />
      )}
      {hint && (
        <p id={`${id}-hint`} class="small soft">
          {hint}
        </p>
      )}
      <FieldWrong id={id} wrong={wrong} />
    </div>
  );
}

/** What is wrong with a field, for what `aria-describedby` names `<id>-wrong`. */
export function FieldWrong({ id, wrong }: { id: string; wrong: string | undefined }) {
  if (!wrong) return null;
  return (
    <p id={`${id}-wrong`} class="small field-wrong" role="alert">
      {wrong}
    </p>
  );
}
