import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./field.css";

type FieldProps = {
  label: string;
  value: string;
  onInput: (value: string) => void;
  /** A password: shown as dots. */
  secret?: boolean;
  name?: string;
  autocomplete?: string;
  maxLength?: number;
  /** A name to sign in with: no capital at the start, no red line below. */
  plain?: boolean;
  /** May stay empty. */
  optional?: boolean;
  /** What to know before typing. */
  hint?: ComponentChildren;
  /** What was wrong with what was typed. */
  wrong?: string | undefined;
};

/** A line one must fill in, with its label, its hint and what was wrong. */
export function Field({
  label,
  value,
  onInput,
  secret = false,
  plain = false,
  optional = false,
  hint,
  wrong,
  ...more
}: FieldProps) {
  const id = useId();
  const about = [hint ? `${id}-hint` : "", wrong ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  const attributes = {
    ...more,
    ...(plain ? { autocapitalize: "none" as const, spellcheck: false } : {}),
    ...(about === "" ? {} : { "aria-describedby": about }),
    id,
    value,
    required: !optional,
    "aria-invalid": wrong !== undefined,
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) => onInput(currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {secret ? <input {...attributes} type="password" /> : <input {...attributes} type="text" />}
      {hint && (
        <p id={`${id}-hint`} class="small soft">
          {hint}
        </p>
      )}
      {wrong && (
        <p id={`${id}-wrong`} class="small field-wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
