/** Yoto counts volume in 0–16 steps in its events and in 0–100 percent in its commands. */
export const volumeStepsMax = 16;

/** The percentage Yoto shows for a step: 0, 7, 13, 19, 25, 32 … 100 (yoto-protocol §4.3). */
export function percentOfSteps(steps: number): number {
  const clamped = Math.min(volumeStepsMax, Math.max(0, Math.round(steps)));
  return Math.ceil((clamped * 100) / volumeStepsMax);
}

/** The step a percentage lands on, nearest first. */
export function stepsOfPercent(percent: number): number {
  return Math.round((Math.min(100, Math.max(0, percent)) * volumeStepsMax) / 100);
}
