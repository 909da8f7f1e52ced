import type { Context } from "hono";
import type { z } from "zod";
import { asSentence } from "../domain/as-sentence.ts";
import { fieldName } from "./field-name.ts";
import { type Refused, refuse } from "./refuse.ts";
import { saysMissing } from "./schema-words.ts";

/**
 * What is wrong with one field of a request. `field` is its path with dots, for programs; `problem` is a sentence that begins
 * with a capital, or a predicate that follows the field's name ("must be later").
 */
export type FieldProblem = { readonly field: string; readonly problem: string };

/** So many problems are told in one breath; the details have them all. */
const toldAtOnce = 3;

/** Refuses a request for its fields: `message` tells people what is wrong, `details` tells programs where. */
export function refuseFields(c: Context, problems: readonly FieldProblem[]): Refused {
  const details = problems.map(({ field, problem }) => ({ field, problem: sentence(field, problem) }));
  const sentences = [...new Set(details.map(({ problem }) => problem))];
  const more = sentences.length - toldAtOnce;
  const told = [...sentences.slice(0, toldAtOnce), ...(more > 0 ? [`And ${more} more.`] : [])];
  return refuse(c, "invalid-request", { details, ...(told.length > 0 && { message: told.join(" ") }) });
}

/** Refuses what a schema found wrong. */
export function refuseMisfit(c: Context, { issues }: z.core.$ZodError): Refused {
  return refuseFields(c, issues.flatMap(problemsOf));
}

/** An issue as problems; of a union that fits in no way, those of the way that was meant. */
function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === "invalid_union" && issue.errors.length > 0) return nearest(issue, issue.errors);
  const field = issue.path.join(".");
  const isList =
    (issue.code === "invalid_type" && issue.expected === "array") ||
    ("origin" in issue && (issue.origin === "array" || issue.origin === "set"));
  if (!isList || isSentence(issue.message)) return [{ field, problem: issue.message }];
  return [{ field, problem: `${fieldName(issue.path, true)} ${issue.message}` }];
}

type Ways = readonly (readonly z.core.$ZodIssue[])[];

/** The way with the fewest problems was meant; of several that all lack one field, one of these is needed. */
function nearest({ path, message }: z.core.$ZodIssueBase, ways: Ways): FieldProblem[] {
  const fewest = Math.min(...ways.map((way) => way.length));
  const near = ways.filter((way) => way.length === fewest);
  const lacking = near.flatMap((way) => way.filter((each) => saysMissing(each.message)).map(lastOf));
  if (near.length > 1 && lacking.length === near.length)
    return [{ field: path.join("."), problem: `needs one of ${lacking.join(", ")}` }];
  if (near.length > 1) return [{ field: path.join("."), problem: message }];
  return (near[0] ?? []).flatMap((each) => problemsOf({ ...each, path: [...path, ...each.path] }));
}

function lastOf({ path }: z.core.$ZodIssueBase): string {
  return String(path.at(-1) ?? "");
}

function sentence(field: string, problem: string): string {
  if (isSentence(problem)) return asSentence(problem);
  const path = field === "" ? [] : field.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return asSentence(`${fieldName(path)} ${problem}`);
}

function isSentence(text: string): boolean {
  return !/^\p{Ll}/u.test(text);
}
