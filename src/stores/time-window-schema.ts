import { z } from "zod";
import { weekdays } from "../domain/time/local-time.ts";
import type { TimeWindow } from "../domain/time/time-window.ts";

const minute = z.number().exactOptional();

/** A window as it is stored. */
export const timeWindowSchema: z.ZodType<TimeWindow> = z.object({
  weekdays: z.array(z.enum(weekdays)).exactOptional(),
  fromDate: z.string().exactOptional(),
  toDate: z.string().exactOptional(),
  fromMinute: minute,
  toMinute: minute,
});
