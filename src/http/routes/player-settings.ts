import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { CardId, PlayerId, YotoCardId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/plain-values.ts";
import type { Alarm } from "../../domain/players/alarm.ts";
import { lightOff } from "../../domain/players/ambient-presets.ts";
import type { YotoPlayerDetails } from "../../ports/yoto-players.ts";
import { type BindDeps, bindButton } from "../../usecases/players/bind-button.ts";
import { changePlayerSettings } from "../../usecases/players/change-player-settings.ts";
import { type AlarmEditRequest, editPlayerAlarm } from "../../usecases/players/edit-player-alarm.ts";
import { readPlayerSettings, type SettingsChanged } from "../../usecases/players/open-player-settings.ts";
import { undoSettingChange } from "../../usecases/players/undo-setting-change.ts";
import type { AppEnv } from "../app-env.ts";
import { bodyOf, defineRoute, jsonOf } from "../define-route.ts";
import type { ErrorCode } from "../error-codes.ts";
import { refuse } from "../refuse.ts";
import { PageQuery } from "../schema/page.ts";
import {
  AlarmChange,
  NewAlarm,
  PlayerSettings,
  PlayerSettingsChange,
  PlayerSettingsChanged,
  PressRequest,
  SettingChangePage,
} from "../schema/player-settings.ts";
import { callerOf } from "../security/signed-in.ts";
import { playerSettingsView } from "../view/player-settings-view.ts";
import { settingChangeView } from "../view/setting-change-view.ts";

export type PlayerSettingsDeps = BindDeps;

const tags = ["Player settings"];
const params = z.object({ id: z.string().min(1).max(100) });
const alarmParams = params.extend({ alarmId: z.string().min(1).max(300) });
const pressParams = params.extend({ mode: z.enum(["day", "night"]), press: z.enum(["1", "2"]) });
const changed = { 200: jsonOf(PlayerSettingsChanged, "The settings as they are now, and the change") };

const show = defineRoute("member", {
  method: "get",
  path: "/api/players/{id}/settings",
  tags,
  summary: "What is set on a player, read from Yoto now",
  request: { params },
  responses: { 200: jsonOf(PlayerSettings, "The settings") },
});

const change = defineRoute("member", {
  method: "patch",
  path: "/api/players/{id}/settings",
  tags,
  summary: "Rename a player or change settings of it",
  description:
    "Only what is named is changed; everything else is written as Yoto has it at that moment, known to us or not. Answers when Yoto has been read again, after a second or two.",
  request: { params, body: bodyOf(PlayerSettingsChange) },
  responses: changed,
});

const addAlarm = defineRoute("member", {
  method: "post",
  path: "/api/players/{id}/alarms",
  tags,
  summary: "A new alarm",
  request: { params, body: bodyOf(NewAlarm) },
  responses: changed,
});
const changeAlarm = defineRoute("member", {
  method: "patch",
  path: "/api/players/{id}/alarms/{alarmId}",
  tags,
  summary: "Change an alarm, or switch it on or off",
  request: { params: alarmParams, body: bodyOf(AlarmChange) },
  responses: changed,
});
const deleteAlarm = defineRoute("member", {
  method: "delete",
  path: "/api/players/{id}/alarms/{alarmId}",
  tags,
  summary: "Delete an alarm",
  request: { params: alarmParams },
  responses: changed,
});

const bind = defineRoute("member", {
  method: "put",
  path: "/api/players/{id}/buttons/{mode}/{press}",
  tags,
  summary: "Bind a card to a press of the right button while no card plays",
  request: { params: pressParams, body: bodyOf(PressRequest) },
  responses: changed,
});
const unbind = defineRoute("member", {
  method: "delete",
  path: "/api/players/{id}/buttons/{mode}/{press}",
  tags,
  summary: "Let a press start nothing",
  request: { params: pressParams },
  responses: changed,
});

const changes = defineRoute("member", {
  method: "get",
  path: "/api/players/{id}/changes",
  tags,
  summary: "Who changed what on a player, newest first",
  request: { params, query: PageQuery },
  responses: { 200: jsonOf(SettingChangePage, "A page") },
});
const undo = defineRoute("member", {
  method: "post",
  path: "/api/players/{id}/changes/{changeId}/undo",
  tags,
  summary: "Take a change back",
  description: "Refused when somebody has set something else since.",
  request: { params: params.extend({ changeId: z.string().min(1).max(100) }) },
  responses: changed,
});

/** A player's settings, alarms and buttons, and the history of their changes. */
export function playerSettingsRoutes(app: OpenAPIHono<AppEnv>, deps: PlayerSettingsDeps): void {
  app.openapi(show, async (c) => {
    const read = await readPlayerSettings(deps, PlayerId(c.req.valid("param").id));
    return read === undefined ? refuse(c, "not-found") : c.json(await view(read.details), 200);
  });

  app.openapi(change, async (c) => {
    const { name, ...asked } = c.req.valid("json");
    const settings = omitUndefined({
      ...asked,
      dayColour: yotoColour(asked.dayColour),
      nightColour: yotoColour(asked.nightColour),
    });
    return answer(
      c,
      await changePlayerSettings(deps, {
        ...whose(c, c.req.valid("param")),
        change: { ...(name !== undefined && { name }), settings },
      }),
    );
  });

  app.openapi(addAlarm, async (c) => {
    const { soundCardId, ...asked } = c.req.valid("json");
    const alarm: Alarm = {
      ...omitUndefined({ soundCardId: soundCardId === undefined ? undefined : YotoCardId(soundCardId) }),
      ...omitUndefined({ volumeSteps: asked.volumeSteps }),
      days: inOrder(asked.days),
      time: asked.time,
      enabled: asked.enabled,
    };
    return alarmAnswer(c, c.req.valid("param"), { do: "add", alarm });
  });
  app.openapi(changeAlarm, async (c) => {
    const asked = c.req.valid("json");
    const { id, alarmId } = c.req.valid("param");
    return alarmAnswer(c, { id }, { do: "change", written: alarmId, to: (now) => changedAlarm(now, asked) });
  });
  app.openapi(deleteAlarm, async (c) => {
    const { id, alarmId } = c.req.valid("param");
    return alarmAnswer(c, { id }, { do: "delete", written: alarmId });
  });

  app.openapi(bind, async (c) => {
    const { cardId, yotoCardId, chapterKey, trackKey } = c.req.valid("json");
    const card =
      cardId === undefined ? { yotoCardId: YotoCardId(yotoCardId ?? "") } : { cardId: CardId(cardId) };
    const at = pressOf(c.req.valid("param"));
    const wish = { card, ...omitUndefined({ chapterKey, trackKey }) };
    return answer(c, await bindButton(deps, { ...whose(c, c.req.valid("param")), at, wish }));
  });
  app.openapi(unbind, async (c) => {
    const at = pressOf(c.req.valid("param"));
    return answer(c, await bindButton(deps, { ...whose(c, c.req.valid("param")), at, wish: undefined }));
  });

  app.openapi(changes, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const playerId = PlayerId(c.req.valid("param").id);
    const wanted = { limit, backwards: true, ...(cursor && { cursor }) };
    const page = await deps.settingChanges.page(playerId, wanted);
    const items = page.records.map(({ value }) => settingChangeView(value));
    return c.json({ items, cursor: page.cursor }, 200);
  });
  app.openapi(undo, async (c) => {
    const { changeId, ...param } = c.req.valid("param");
    return answer(c, await undoSettingChange(deps, { ...whose(c, param), changeId }));
  });

  const alarmAnswer = async (c: Context<AppEnv>, param: { id: string }, wish: AlarmEditRequest) =>
    answer(c, await editPlayerAlarm(deps, { ...whose(c, param), wish }));

  type Ended =
    | SettingsChanged<ErrorCode>
    | { readonly ok: false; readonly why: "changed-since"; readonly names: readonly string[] };
  async function answer(c: Context<AppEnv>, done: Ended) {
    if (!done.ok) return refuse(c, done.why, "names" in done ? { details: { names: done.names } } : {});
    const settings = await view(done.after);
    return c.json({ settings, ...(done.change && { change: settingChangeView(done.change) }) }, 200);
  }

  /** The titles of cards are asked for where we do not know them: whoever reads settings waits for Yoto anyway. */
  async function view(details: YotoPlayerDetails): Promise<PlayerSettings> {
    const state = (await deps.players.find(details.playerId))?.value;
    const first = playerSettingsView(details, () => undefined);
    if (state === undefined) return first;
    const wanted = [
      ...first.alarms.map(({ soundCardId }) => soundCardId),
      ...[...first.buttons.day, ...first.buttons.night].map(({ yotoCardId }) => yotoCardId),
    ].flatMap((id) => (id === undefined ? [] : [YotoCardId(id)]));
    const cards = new Map(
      await Promise.all(
        [...new Set(wanted)].map(async (id) => [id, await deps.cardLookUp.get(state.accountId, id)] as const),
      ),
    );
    return playerSettingsView(details, (id) => cards.get(id));
  }
}

function whose(c: Context<AppEnv>, { id }: { readonly id: string }) {
  return { playerId: PlayerId(id), by: callerOf(c).name };
}

function pressOf({ mode, press }: { mode: "day" | "night"; press: "1" | "2" }) {
  return { mode, press: press === "1" ? 1 : 2 } as const;
}

function yotoColour(colour: string | undefined): string | undefined {
  return colour === "off" ? lightOff : colour?.toLowerCase();
}

const week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const inOrder = (days: Alarm["days"]) => week.filter((day) => days.includes(day));

function changedAlarm(now: Alarm, asked: z.infer<typeof AlarmChange>): Alarm {
  const { soundCardId: sound, volumeSteps: volume, ...rest } = now;
  const { days, time, enabled, soundCardId = sound, volumeSteps = volume } = asked;
  return {
    ...rest,
    ...omitUndefined({ time, enabled, days: days === undefined ? undefined : inOrder(days) }),
    ...(soundCardId == null ? {} : { soundCardId: YotoCardId(soundCardId) }),
    ...(volumeSteps == null ? {} : { volumeSteps }),
  };
}
