import { workerData } from "node:worker_threads";
import { type AssembleWork, assemble, type SilenceWork, silencesOf } from "./assemble.ts";
import { type ConvertWork, convertFile } from "./convert-file.ts";
import { leaveFree } from "./output-file.ts";
import { probeFile } from "./probe-file.ts";
import { serveThread } from "./serve-thread.ts";

export type ConverterRequest =
  | { readonly do: "probe"; readonly path: string; readonly hasFfmpeg: boolean }
  | { readonly do: "convert"; readonly work: ConvertWork }
  | { readonly do: "assemble"; readonly work: AssembleWork }
  | { readonly do: "silences"; readonly work: SilenceWork };

const given: unknown = workerData;
if (typeof given === "number") leaveFree(given);

serveThread<ConverterRequest>(async (request, progress) => {
  if (request.do === "probe") return { value: await probeFile(request.path, request.hasFfmpeg) };
  let told = 0;
  const tell = (share: number) => {
    if (share - told < 0.005) return;
    told = share;
    progress(share);
  };
  if (request.do === "assemble") return { value: await assemble(request.work, tell) };
  if (request.do === "silences") return { value: await silencesOf(request.work) };
  return { value: await convertFile(request.work, tell, (kept) => progress({ kept })) };
});
