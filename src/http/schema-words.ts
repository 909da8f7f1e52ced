import type { z } from "zod";

type Raw<Issue extends z.core.$ZodIssueBase> = z.core.$ZodRawIssue<Issue>;

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object with fields",
  record: "an object with fields",
  file: "a file",
};

const shapes: Readonly<Record<string, string>> = {
  url: "a whole web address, like https://example.org/story",
  email: "an e-mail address, like anna@example.org",
  date: "a day, like 2030-01-31",
  time: "a time, like 19:30",
  datetime: "a moment, like 2030-01-31T19:30:00Z",
};

const missing = "is missing";

/** Whether a problem is that there is nothing at all. */
export function saysMissing(problem: string): boolean {
  return problem.startsWith(missing);
}

/**
 * What a schema has against a value, for people: a predicate that follows the name of the field ("may have 100 characters at
 * most"). A schema's own words come first; they are a predicate too, or a sentence with a capital.
 */
export const schemaWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return `${missing}: fill it in`;
      return `must be ${kinds[issue.expected] ?? "something else"}`;
    case "too_small":
      return tooSmall(issue);
    case "too_big":
      return tooBig(issue);
    case "invalid_format":
      // Only where http is not enough; a link that is none at all is told as such.
      if (issue["note"] === "Invalid protocol") return "must be a web address that begins with https://";
      return issue.format in shapes
        ? `must be ${shapes[issue.format]}`
        : "is not written as it should be: look at it once more";
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_value":
      return issue.input === undefined
        ? `${missing}: choose ${oneOf(issue.values)}`
        : `must be ${oneOf(issue.values)}`;
    case "unrecognized_keys":
      return `has no ${issue.keys.map((key) => `“${key}”`).join(", ")}: leave that out, or look how it is spelled`;
    case "invalid_union":
      return issue.discriminator === undefined
        ? "is of no kind that fits here: look at it once more"
        : noSuchKind(issue.input, issue.discriminator, Array.isArray(issue.options) ? issue.options : []);
    case "invalid_key":
      return "has a name in it that does not fit here";
    case "invalid_element":
    case "custom":
      return "does not fit: look at it once more";
  }
};

function tooSmall({ origin, minimum, inclusive = true, exact }: Raw<z.core.$ZodIssueTooSmall>): string {
  const count = Number(minimum);
  const least = exact ? "exactly" : "at least";
  if (origin === "string")
    return count === 1 && !exact ? "must not be empty" : `needs ${least} ${counted(count, "character")}`;
  if (origin === "array" || origin === "set") return `needs ${least} ${counted(count, "entry", "entries")}`;
  return inclusive ? `must be ${minimum} or more` : `must be more than ${minimum}`;
}

function tooBig({ origin, maximum, inclusive = true, exact }: Raw<z.core.$ZodIssueTooBig>): string {
  const count = Number(maximum);
  if (origin === "string" || origin === "array" || origin === "set") {
    const much = origin === "string" ? counted(count, "character") : counted(count, "entry", "entries");
    return exact ? `needs exactly ${much}` : `may have ${much} at most`;
  }
  return inclusive ? `may be ${maximum} at most` : `must be less than ${maximum}`;
}

/** A union whose members tell themselves apart by one field: what that field may say. */
function noSuchKind(input: unknown, discriminator: string, options: readonly unknown[]): string {
  const given = (input as Readonly<Record<string, unknown>> | undefined)?.[discriminator];
  return given === undefined ? `${missing}: choose ${oneOf(options)}` : `must be ${oneOf(options)}`;
}

function oneOf(values: readonly unknown[]): string {
  const told = values.map(String);
  const last = told.pop() ?? "nothing";
  return told.length === 0 ? last : `${told.join(", ")} or ${last}`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
