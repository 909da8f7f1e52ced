import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests of many seconds each, and at last the many short ones, so that no core is left without work at the end. */
const projects = ["journeys", "wire", "unit"];
/** Where nothing is known of an earlier run, files are taken by size, which says little of these. */
const longOnes =
  /\/(looks|stories|troubles|first-card|worker-on-aws|story-on-killed-worker|story-on-a-killed-worker|story-with-choices|short-jobs-on-aws|ingest-kill|file-zoo|player-settings|every-function|book-kill|bake-for-the-trip|loudness|hearing|token-vault|soak|listener-faults|findings|childs-day|table-on-dynamodb|transcribers)\.test\.ts$/;

/** The order of a run: by project, in each the longest files first. */
export class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project, moduleId }: TestSpecification) =>
      2 * projects.indexOf(project.name) + (longOnes.test(moduleId) ? 0 : 1);
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
