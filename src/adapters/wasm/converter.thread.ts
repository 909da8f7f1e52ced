import { type ConvertWork, convertFile } from "./convert-file.ts";
import { probeFile } from "./probe-file.ts";
import { serveThread } from "./serve-thread.ts";

export type ConverterRequest =
  | { readonly do: "probe"; readonly path: string; readonly hasFfmpeg: boolean }
  | { readonly do: "convert"; readonly work: ConvertWork };

serveThread<ConverterRequest>(async (request, progress) => {
  if (request.do === "probe") return { value: await probeFile(request.path, request.hasFfmpeg) };
  let told = 0;
  const value = await convertFile(request.work, (share) => {
    if (share - told < 0.005) return;
    told = share;
    progress(share);
  });
  return { value };
});
