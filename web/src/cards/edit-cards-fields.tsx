import { ChoiceField } from "../ui/choice-field.tsx";
import { Field } from "../ui/field.tsx";
import { Segments } from "../ui/segments.tsx";
import { categories } from "./card-categories.ts";
import type { EditDraft } from "./edit-draft.ts";
import "./several-cards.css";

const stays = { value: "", name: "As it is" } as const;
const numberings = {
  chapters: [
    stays,
    { value: "{n}. {title}", name: "Number before: 1. Title" },
    { value: "{nn} {title}", name: "Number before: 01 Title" },
    { value: "Chapter {n}", name: "Only: Chapter 1, Chapter 2 …" },
    { value: "own", name: "A pattern of my own …" },
  ],
  cards: [
    stays,
    { value: "{title} {n}", name: "Number behind: Title 1" },
    { value: "{n}. {title}", name: "Number before: 1. Title" },
    { value: "own", name: "A pattern of my own …" },
  ],
} as const;

/** The fields of an edit of several cards. */
export function EditCardsFields(props: { draft: EditDraft; onChange: (draft: EditDraft) => void }) {
  const { draft, onChange } = props;
  const change = (more: Partial<EditDraft>) => onChange({ ...draft, ...more });
  const choices = [stays, ...categories] as const;
  return (
    <>
      <Segments
        label="Titles"
        labelled
        value={draft.of}
        choices={[
          { value: "chapters", name: "of chapters" },
          { value: "cards", name: "of cards" },
        ]}
        onChange={(of) => change({ of, numbering: "" })}
      />
      <div class="several-pair">
        <Field
          label="Replace"
          value={draft.find}
          optional
          maxLength={100}
          plain
          onInput={(find) => change({ find })}
        />
        <Field
          label="with"
          value={draft.replaceWith}
          optional
          maxLength={100}
          plain
          onInput={(replaceWith) => change({ replaceWith })}
        />
      </div>
      <ChoiceField
        label="Numbers in titles"
        value={draft.numbering}
        choices={numberings[draft.of]}
        onChange={(numbering) => change({ numbering })}
      />
      {draft.numbering === "own" && (
        <Field
          label="Pattern"
          value={draft.pattern}
          maxLength={100}
          plain
          hint="{title} is the title, {n} its number, {nn} with two digits. “Night – {title}” puts a word before."
          onInput={(pattern) => change({ pattern })}
        />
      )}
      <ChoiceField
        label="Order of chapters"
        value={draft.order}
        choices={[
          stays,
          { value: "by-number", name: "By the number in the title" },
          { value: "by-title", name: "By title" },
        ]}
        onChange={(order) => change({ order: order as EditDraft["order"] })}
      />
      <ChoiceField
        label="Icons that fit the titles"
        value={draft.icons}
        choices={[
          { value: "", name: "None" },
          { value: "missing", name: "Where there is no icon" },
          { value: "all", name: "For all chapters" },
        ]}
        onChange={(icons) => change({ icons: icons as EditDraft["icons"] })}
      />
      <Field
        label="Author, for all of them"
        value={draft.author}
        optional
        maxLength={100}
        onInput={(author) => change({ author })}
      />
      <ChoiceField
        label="Category"
        value={draft.category}
        choices={choices}
        onChange={(category) => change({ category: category as EditDraft["category"] })}
      />
    </>
  );
}
