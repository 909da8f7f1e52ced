import { describe, expect, test } from "vitest";
import type { Page } from "../../src/http/schema/page.ts";
import type {
  PlayerSettings,
  PlayerSettingsChanged,
  SettingChange,
} from "../../src/http/schema/player-settings.ts";
import type { DeviceModel } from "../../src/simulator/store/devices.ts";
import { until } from "../wire/linked-world.ts";
import { aDeployment, aParentsHome } from "./parents-home.ts";
import { shapes, sharedInFile } from "./some-home.ts";

type Home = Awaited<ReturnType<typeof aParentsHome<"Kitchen">>>;

/** A parent who sets things on the player in the kitchen. */
function parentOf(home: Home) {
  const path = home.path("Kitchen");
  return {
    path,
    read: () => home.ask<PlayerSettings>("GET", `${path}/settings`),
    set: (change: object) => home.ask<PlayerSettingsChanged>("PATCH", `${path}/settings`, change),
    ask: (method: string, rest: string, body?: object) =>
      home.ask<PlayerSettingsChanged>(method, `${path}${rest}`, body),
    changes: async () => (await home.ask<Page<SettingChange>>("GET", `${path}/changes`)).items,
    undo: (change: SettingChange | undefined) =>
      home.ask<PlayerSettingsChanged>("POST", `${path}/changes/${change?.id}/undo`),
  };
}

/** The first stands for all of them on AWS: what kind a player is makes no difference to where the product runs. */
const families: readonly [DeviceModel, ...DeviceModel[]] = ["v3", "v2", "mini", "v9"];

describe.each(shapes)("%s", (shape) => {
  const deployment = sharedInFile(aDeployment);
  const open = async <Name extends string>(models: Readonly<Record<Name, DeviceModel>>) =>
    aParentsHome(models, shape === "on AWS" ? await deployment() : undefined);

  for (const model of shape === "at home" ? families : ([families[0]] as const))
    test(`what a parent sets on a ${model === "v9" ? "player of an unknown family" : model} is what it does, and nothing else changes`, async () => {
      await using home = await open({ Kitchen: model });
      const { Kitchen: player } = home.players;
      const parent = parentOf(home);
      player.device.config = { ...player.device.config, inventedTomorrow: { kept: true } };
      const before = structuredClone(player.device.config);
      const isDay = player.state().day !== false;

      const shown = await parent.read();
      expect(shown).toMatchObject({ name: "Kitchen", settings: { dayStartsAt: before["dayTime"] } });
      expect(shown.choices.colours.length > 0).toBe(model !== "mini");
      expect(shown.choices.autoBrightness).toBe(model === "v3");
      expect("dayColour" in shown.settings).toBe(model !== "mini");

      const { settings, change } = await parent.set({
        [isDay ? "dayMaxVolumeSteps" : "nightMaxVolumeSteps"]: 5,
        [isDay ? "dayBrightness" : "nightBrightness"]: 42,
        hourFormat: "24",
        headphonesVolumeLimited: true,
        volumeDownPauses: true,
        shutdownAfterSeconds: 1800,
        repeatAll: false,
      });
      expect(settings.settings).toMatchObject({ hourFormat: "24", shutdownAfterSeconds: 1800 });
      expect(change).toMatchObject({ by: "anna" });
      expect(player.device.config).toEqual({
        ...before,
        [isDay ? "maxVolumeLimit" : "nightMaxVolumeLimit"]: "5",
        [isDay ? "dayDisplayBrightness" : "nightDisplayBrightness"]: "42",
        hourFormat: "24",
        headphonesVolumeLimited: true,
        pauseVolumeDown: true,
        shutdownTimeout: "1800",
        repeatAll: false,
      });
      await player.until(({ volumeMax, brightness }) => volumeMax === 5 && brightness === 42);
      await until("the cap", async () => (await home.seen("Kitchen")).volume?.maxSteps === 5);

      if (model === "mini")
        expect(
          await home.refusal("PATCH", `${parent.path}/settings`, { nightColour: "#ff8c00" }),
        ).toMatchObject({ status: 409, code: "no-ambient-light" });
      else {
        await parent.set({ [isDay ? "dayColour" : "nightColour"]: "#ff8c00" });
        await player.until(({ leds }) => leds === "#ff8c00");
        const { settings: off } = await parent.set({ [isDay ? "dayColour" : "nightColour"]: "off" });
        expect(off.settings[isDay ? "dayColour" : "nightColour"]).toBe("off");
        await player.until(({ leds }) => leds === "#0");
      }
    });

  test("a player is renamed, and everybody sees the new name within moments", async () => {
    await using home = await open({ Kitchen: "v3" });
    await parentOf(home).set({ name: "Living room" });
    expect(home.players.Kitchen.device.name).toBe("Living room");
    await until("the new name", async () => (await home.seen("Kitchen")).name === "Living room");
  });

  test("what makes no sense is refused in a sentence, and nothing is written", async () => {
    await using home = await open({ Kitchen: "v3" });
    const parent = parentOf(home);
    const before = structuredClone(home.players.Kitchen.device.config);
    for (const [change, words] of [
      [{ dayStartsAt: "7 o'clock" }, "must be a time like 07:30"],
      [{ dayMaxVolumeSteps: 17 }, "whole number of steps from 0 to 16"],
      [{ dayColour: "red" }, "must be a colour like #ff8c00, or off"],
      [{ dayBrightness: "bright" }, "must be auto, or a percentage from 0 to 100"],
      [{ hourFormat: "13" }, "must be 12 or 24"],
      [{ name: "  " }, "must not be empty"],
      [{ volume: 3 }, "volume"],
    ] as const) {
      const answer = await home.send("PATCH", `${parent.path}/settings`, change);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(await answer.json())).toContain(words);
    }
    expect(home.players.Kitchen.device.config).toEqual(before);
    expect(await home.refusal("GET", "/api/players/y2nobody/settings")).toMatchObject({ code: "not-found" });
  });

  test("settings of a player that is off are kept at Yoto and hold when it comes back", async () => {
    await using home = await open({ Kitchen: "v2" });
    const { Kitchen: player } = home.players;
    player.loseWifi();
    const { settings } = await parentOf(home).set({ dayMaxVolumeSteps: 3, nightMaxVolumeSteps: 3 });
    expect(settings.settings).toMatchObject({ dayMaxVolumeSteps: 3 });
    expect(player.state().volumeMax).not.toBe(3);
    player.findWifi();
    await player.until(({ volumeMax }) => volumeMax === 3);
  });

  test("alarms are made, changed, switched off and deleted; what Yoto wrote and nobody has explained stays", async () => {
    await using home = await open({ Kitchen: "mini" });
    const { device } = home.players.Kitchen;
    const parent = parentOf(home);
    device.config = { ...device.config, alarms: ["1111100,0730,4OD25,what,ever,8,1,more"] };

    const [first] = (await parent.read()).alarms;
    expect(first).toMatchObject({
      days: ["mon", "tue", "wed", "thu", "fri"],
      time: "07:30",
      soundCardId: "4OD25",
      volumeSteps: 8,
      enabled: true,
    });
    await parent.ask("POST", "/alarms", { days: ["sun", "sat"], time: "08:15", volumeSteps: 6 });
    expect(device.config["alarms"]).toEqual([
      "1111100,0730,4OD25,what,ever,8,1,more",
      "0000011,08:15,,,,6,1",
    ]);

    const again = await parent.ask("POST", "/alarms", {
      days: ["sat", "sun"],
      time: "08:15",
      volumeSteps: 6,
    });
    expect(again.change).toBeUndefined();
    expect(again.settings.alarms).toHaveLength(2);

    const alarm = `/alarms/${encodeURIComponent(first?.id ?? "")}`;
    await parent.ask("PATCH", alarm, { enabled: false, days: ["mon"] });
    expect(device.config["alarms"]).toEqual([
      "1000000,0730,4OD25,what,ever,8,0,more",
      "0000011,08:15,,,,6,1",
    ]);
    expect(await home.refusal("PATCH", `${parent.path}${alarm}`, { enabled: true })).toMatchObject({
      status: 409,
      code: "alarm-gone",
    });

    const [changed] = (await parent.read()).alarms;
    await parent.ask("PATCH", `/alarms/${encodeURIComponent(changed?.id ?? "")}`, { volumeSteps: null });
    const [quiet] = (await parent.read()).alarms;
    expect(quiet?.id).toBe("1000000,0730,4OD25,what,ever,,0,more");
    const { settings } = await parent.ask("DELETE", `/alarms/${encodeURIComponent(quiet?.id ?? "")}`);
    expect(settings.alarms).toMatchObject([{ time: "08:15" }]);
    expect(await home.refusal("POST", `${parent.path}/alarms`, { days: [], time: "08:15" })).toMatchObject({
      status: 400,
    });

    for (const change of await parent.changes()) await parent.undo(change);
    expect(device.config["alarms"]).toEqual(["1111100,0730,4OD25,what,ever,8,1,more"]);
  });

  test("an alarm that another app makes while we make ours is not erased", async () => {
    await using home = await open({ Kitchen: "v3" });
    const { device } = home.players.Kitchen;
    const stale = structuredClone(device.config);
    const making = parentOf(home).ask("POST", "/alarms", { days: ["mon"], time: "06:00" });
    await until("our write", () => (device.config["alarms"] as string[]).length === 1);
    // The app had read before us and writes now.
    device.config = { ...stale, alarms: ["0100000,09:00,,,,4,1"] };
    await making;
    expect(device.config["alarms"]).toEqual(["0100000,09:00,,,,4,1", "1000000,06:00,,,,,1"]);
  });

  test("one of our cards is bound to the idle right button and plays when it is pressed", async () => {
    await using home = await open({ Kitchen: "v3" });
    const { Kitchen: player } = home.players;
    const parent = parentOf(home);
    const cardId = home.card();
    const mode = player.state().day === false ? "night" : "day";
    const first = (await parent.read()).buttons[mode][0];
    const { settings } = await parent.ask("PUT", `/buttons/${mode}/1`, { yotoCardId: cardId });
    expect(settings.buttons[mode][0]).toMatchObject({
      is: "card",
      yotoCardId: cardId,
      title: "A card",
      chapterKey: "01",
      trackKey: "01",
    });
    const older = mode === "day" ? "dayYotoDaily" : "nightYotoDaily";
    expect(player.device.config[older]).toBe(`${cardId}/01/01`);
    await until("the shortcut at the player", async () => {
      player.pressRight();
      return player.state().playing?.cardId === cardId;
    });

    expect(await home.refusal("PUT", `${parent.path}/buttons/day/1`, { yotoCardId: "Nope0" })).toMatchObject({
      code: "card-unknown",
    });
    expect(await home.refusal("PUT", `${parent.path}/buttons/day/1`, {})).toMatchObject({ status: 400 });
    expect(await home.refusal("DELETE", `${parent.path}/buttons/day/1`)).toMatchObject({
      code: "press-without-first",
    });
    await parent.ask("DELETE", `/buttons/day/2`);

    const [, bound] = await parent.changes();
    expect(bound?.changed).toMatchObject([{ what: `${mode}-press-1`, after: cardId }]);
    const back = await parent.undo(bound);
    expect(back.settings.buttons[mode][0]?.yotoCardId).toBe(first?.yotoCardId);
  });

  test("every change stands in the history and is taken back, unless somebody has chosen otherwise since", async () => {
    await using home = await open({ Kitchen: "v3" });
    const { device } = home.players.Kitchen;
    const parent = parentOf(home);
    const before = structuredClone(device.config);
    await parent.set({ dayMaxVolumeSteps: 9, clockFace: "analog", name: "Attic" });
    expect((await parent.set({ dayMaxVolumeSteps: 9 })).change).toBeUndefined();

    const [change] = await parent.changes();
    expect(change?.changed).toEqual([
      { what: "name", before: "Kitchen", after: "Attic" },
      { what: "dayMaxVolumeSteps", before: Number(before["maxVolumeLimit"]), after: 9 },
      { what: "clockFace", before: "digital-sun", after: "analog" },
    ]);
    device.config = { ...device.config, clockFace: "somebody's" };
    const undoPath = `${parent.path}/changes/${change?.id}/undo`;
    const answer = await home.send("POST", undoPath);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({
      error: { code: "changed-since", details: { names: ["clockFace"] } },
    });
    expect(device.name).toBe("Attic");

    device.config = { ...device.config, clockFace: "analog" };
    const undone = await parent.undo(change);
    expect(device.config).toEqual(before);
    expect(device.name).toBe("Kitchen");
    expect(await home.refusal("POST", undoPath)).toMatchObject({ code: "already-undone" });
    const [redo, old] = await parent.changes();
    expect(redo).toMatchObject({ id: undone.change?.id, undoes: change?.id });
    expect(old?.undoneBy).toBe(redo?.id);
    await parent.undo(redo);
    expect(device.config).toMatchObject({ maxVolumeLimit: "9", clockFace: "analog" });
  });

  test("when Yoto does not take a change, that is said and nothing stands in the history", async () => {
    await using home = await open({ Kitchen: "v3" });
    const parent = parentOf(home);
    home.yoto.faults.add({
      where: { method: "PUT", path: "/device-v2/*/config" },
      what: { do: "status", status: 400 },
    });
    expect(await home.refusal("PATCH", `${parent.path}/settings`, { dayMaxVolumeSteps: 2 })).toMatchObject({
      code: "yoto-rejected",
    });
    expect(await parent.changes()).toEqual([]);
  });
});
