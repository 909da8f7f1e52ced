import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { wantedScopes } from "../../domain/yoto-scopes.ts";
import type { LiveUpdates } from "../../ports/live-updates.ts";
import type { Settings as SettingsStore } from "../../stores/settings.ts";
import type { Voice } from "../../usecases/speech/speak-to-library.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import { Settings, SettingsChange } from "../schema/settings.ts";
import type { Slots } from "../streams/slots.ts";

export type SettingsDeps = {
  readonly settings: SettingsStore;
  readonly liveUpdates: LiveUpdates;
  readonly slots: Slots;
  readonly publicUrl: URL;
  /** `PUBLIC_URL` was set by a person. */
  readonly publicUrlIsSet: boolean;
  /** A Yoto client id is configured. */
  readonly realYoto: boolean;
  readonly voice?: Voice | undefined;
  readonly transcribedBy?: Settings["features"]["transcriber"];
};

const tags = ["Settings"];

const show = defineRoute("member", {
  method: "get",
  path: "/api/settings",
  tags,
  summary: "What is set, and what holds now",
  responses: { 200: jsonOf(Settings, "The settings") },
});
const change = defineRoute("admin", {
  method: "patch",
  path: "/api/settings",
  tags,
  summary: "Change settings; what is left out stays",
  request: { body: bodyOf(SettingsChange) },
  responses: { 200: jsonOf(Settings, "The settings as they are now") },
});
const voices = defineRoute("member", {
  method: "get",
  path: "/api/settings/voices",
  tags,
  summary: "Voices that can speak a text",
  responses: {
    200: jsonOf(
      z.object({
        items: z.array(z.object({ id: z.string(), name: z.string(), language: z.string() })),
      }),
      "The voices; none where speech is not set up",
    ),
  },
});

/** What can be set. */
export function settingsRoutes(app: OpenAPIHono<AppEnv>, deps: SettingsDeps): void {
  app.openapi(show, async (c) => c.json(await view(), 200));

  app.openapi(change, async (c) => {
    const { delivery, timeZone, history, uploadBytes, keepOriginals, limits } = c.req.valid("json");
    if (delivery !== undefined) await deps.settings.set("delivery", delivery);
    if (timeZone !== undefined) {
      await deps.settings.set("time-zone", timeZone);
      deps.liveUpdates.publish({ of: "house-rules" });
    }
    if (history?.days !== undefined) await deps.settings.set("history-days", history.days);
    if (history?.statisticsDays !== undefined)
      await deps.settings.set("statistics-days", history.statisticsDays);
    if (uploadBytes !== undefined) await deps.settings.set("upload-bytes", uploadBytes);
    if (keepOriginals !== undefined) await deps.settings.set("keep-originals", keepOriginals);
    if (limits !== undefined) {
      const { value } = await deps.settings.get("card-limits");
      await deps.settings.set("card-limits", {
        ...value,
        tracks: limits.tracksPerCard ?? value.tracks,
        trackSeconds: limits.secondsPerTrack ?? value.trackSeconds,
        trackBytes: limits.bytesPerTrack ?? value.trackBytes,
        cardSeconds: limits.secondsPerCard ?? value.cardSeconds,
        cardBytes: limits.bytesPerCard ?? value.cardBytes,
      });
    }
    deps.slots.forget();
    deps.liveUpdates.publish({ of: "settings" });
    return c.json(await view(), 200);
  });

  app.openapi(voices, async (c) => {
    const all = (await deps.voice?.speech.voices()) ?? [];
    return c.json({ items: all.map(({ id, name, language }) => ({ id, name, language })) }, 200);
  });

  async function view(): Promise<Settings> {
    const [delivery, zone, historyDays, statisticsDays, upload, originals, limits] = await Promise.all([
      deps.settings.get("delivery"),
      deps.settings.get("time-zone"),
      deps.settings.get("history-days"),
      deps.settings.get("statistics-days"),
      deps.settings.get("upload-bytes"),
      deps.settings.get("keep-originals"),
      deps.settings.get("card-limits"),
    ]);
    return {
      publicUrl: deps.publicUrl.href,
      publicUrlIsSet: deps.publicUrlIsSet,
      delivery: delivery.value,
      timeZone: zone.value,
      history: { days: historyDays.value, statisticsDays: statisticsDays.value },
      keepOriginals: originals.value,
      limits: {
        uploadBytes: upload.value,
        tracksPerCard: limits.value.tracks,
        secondsPerTrack: limits.value.trackSeconds,
        bytesPerTrack: limits.value.trackBytes,
        secondsPerCard: limits.value.cardSeconds,
        bytesPerCard: limits.value.cardBytes,
      },
      yotoScopes: wantedScopes.map(({ scope }) => scope),
      features: {
        speech: deps.voice !== undefined,
        transcripts: deps.transcribedBy !== undefined,
        ...(deps.transcribedBy !== undefined && { transcriber: deps.transcribedBy }),
        realYoto: deps.realYoto,
      },
    };
  }
}
