import { z } from "zod";
import type { Choice } from "../domain/stories/story.ts";

const things = z.array(z.string()).exactOptional();

/** A way on in a story, as it is kept. */
export const storyChoiceSchema: z.ZodType<Choice> = z.object({
  label: z.string(),
  to: z.string(),
  needs: things,
  needsNot: things,
  gives: things,
  takes: things,
});
