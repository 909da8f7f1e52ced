import { describe, expect, test } from "vitest";
import type { ControlManyAnswer, JointStart, Order } from "../../src/http/schema/control.ts";
import type { Icon } from "../../src/http/schema/icon.ts";
import type { Page } from "../../src/http/schema/page.ts";
import type { DeviceModel } from "../../src/simulator/store/devices.ts";
import { until } from "../wire/linked-world.ts";
import { aDeployment, aParentsHome } from "./parents-home.ts";
import { shapes, sharedInFile } from "./some-home.ts";

/** The first stands for all of them on AWS: what kind a player is makes no difference to where the product runs. */
const families: readonly [DeviceModel, ...DeviceModel[]] = ["v3", "v2", "mini", "v9"];

describe.each(shapes)("%s", (shape) => {
  const deployment = sharedInFile(aDeployment);
  const open = async <Name extends string>(models: Readonly<Record<Name, DeviceModel>>) =>
    aParentsHome(models, shape === "on AWS" ? await deployment() : undefined);

  for (const model of shape === "at home" ? families : ([families[0]] as const))
    test.concurrent(`every function reaches a ${model === "v9" ? "player of an unknown family" : model} and shows in its own state`, async () => {
      await using home = await open({ Kitchen: model });
      const { Kitchen: player } = home.players;
      const cardId = home.card();
      const control = (request: object) => home.control("Kitchen", request);

      await control({ action: "play-card", yotoCardId: cardId, chapterKey: "02", fromSeconds: 3 });
      const playing = await player.until(({ state, waiting }) => state === "playing" && !waiting);
      expect(playing).toMatchObject({ activeCard: cardId, playing: { chapterKey: "02" }, source: "MQTT" });
      expect(playing.positionSeconds).toBeGreaterThanOrEqual(3);
      await until("the place", async () => (await home.seen("Kitchen")).playback.chapter?.key === "02");

      await control({ action: "pause" });
      await player.until(({ state }) => state === "paused");
      await until("paused", async () => (await home.seen("Kitchen")).playback.status === "paused");
      await control({ action: "bluetooth-on" });
      await player.until(({ bluetoothHeadphones }) => bluetoothHeadphones);
      await until("the headphones", async () => (await home.seen("Kitchen")).bluetoothHeadphones === true);
      await control({ action: "bluetooth-disconnect" });
      await player.until(({ bluetoothHeadphones }) => !bluetoothHeadphones);
      await control({ action: "bluetooth-connect" });
      await player.until(({ bluetoothHeadphones }) => bluetoothHeadphones);
      await control({ action: "bluetooth-off" });
      await player.until(({ bluetoothHeadphones }) => !bluetoothHeadphones);
      const { order: forgetting } = await control({ action: "bluetooth-forget-all" });
      await until("its word", async () => {
        const { outcome } = await home.ask<Order>("GET", `${home.path("Kitchen")}/orders/${forgetting.id}`);
        return outcome.is === "acked" || outcome.is === "took-effect";
      });

      await control({ action: "resume" });
      await player.until(({ state }) => state === "playing");
      await until("playing", async () => (await home.seen("Kitchen")).playback.status === "playing");

      await control({ action: "next" });
      await player.until(({ playing: now }) => now?.trackKey === "03");
      await until("the next", async () => (await home.seen("Kitchen")).playback.track?.key === "03");
      await control({ action: "previous" });
      await player.until(({ playing: now }) => now?.trackKey === "02");
      await until("the previous", async () => (await home.seen("Kitchen")).playback.track?.key === "02");
      await control({ action: "seek", seconds: 12 });
      // The player begins at the frame before, and so says 11 first.
      await player.until(({ positionSeconds, waiting }) => positionSeconds > 11 && !waiting);

      await control({ action: "volume", percent: 38 });
      await player.until(({ volume }) => volume === 6);
      await control({ action: "volume", volume: 4 });
      await player.until(({ volume }) => volume === 4);
      await until("the steps", async () => (await home.seen("Kitchen")).volume?.steps === 4);
      await control({ action: "volume", by: 2 });
      await player.until(({ volume }) => volume === 6);

      await control({ action: "sleep-timer", seconds: 600 });
      await player.until(({ sleepTimerSeconds }) => (sleepTimerSeconds ?? 0) > 590);
      await until("the timer", async () => (await home.seen("Kitchen")).sleepTimerEndsAtMs !== undefined);
      await control({ action: "sleep-timer", seconds: 0 });
      await player.until(({ sleepTimerSeconds }) => sleepTimerSeconds === null);

      await control({ action: "sleep-timer", until: "end-of-track" });
      const timed = await player.until(({ sleepTimerSeconds }) => sleepTimerSeconds !== null);
      const left = timed.lengthSeconds - timed.positionSeconds;
      expect(Math.abs((timed.sleepTimerSeconds ?? 0) - left)).toBeLessThan(3);
      await control({ action: "sleep-timer", seconds: 0 });
      await player.until(({ sleepTimerSeconds }) => sleepTimerSeconds === null);

      const { items: icons } = await home.ask<Page<Icon>>(
        "GET",
        `/api/icons?search=moon&accountId=${encodeURIComponent(home.account.sub)}`,
      );
      expect(icons.map(({ title }) => title)).toEqual(["Moon"]);
      await control({ action: "show-icon", iconId: icons[0]?.id, seconds: 5 });
      const shown = await player.until(({ icon }) => icon?.includes(icons[0]?.id ?? "-") === true);
      expect(shown.icon).toMatch(/^http/);
      // The pretend Yoto's pictures lie on this machine, and a deployment fetches nothing from private addresses.
      if (shape === "at home") {
        const picture = await home.send("GET", icons[0]?.pictureUrl ?? "");
        expect(picture.headers.get("content-type")).toBe("image/png");
      }

      const colour = { action: "ambient-light", red: 255, green: 140, blue: 0 };
      const { capabilities } = await home.seen("Kitchen");
      expect(capabilities.ambientLight).toBe(model !== "mini");
      if (model === "mini")
        expect(await home.refusal("POST", `${home.path("Kitchen")}/control`, colour)).toMatchObject({
          status: 409,
          code: "no-ambient-light",
        });
      else {
        await control(colour);
        await player.until(({ leds }) => leds === "#ff8c00");
      }

      await control({
        action: "play-card",
        yotoCardId: cardId,
        chapterKey: "01",
        fromSeconds: 20,
        untilSeconds: 21,
      });
      await player.until(({ state }) => state === "playing");
      const ended = await player.until(({ state }) => state !== "playing" && state !== "loading");
      expect(ended.positionSeconds).toBeLessThan(22);

      await control({ action: "bluetooth-on", as: "loudspeaker" });
      await until(
        "the reason",
        async () => (await home.seen("Kitchen")).outOfReach === "bluetooth-loudspeaker",
      );
      const refused = await home.refusal("POST", `${home.path("Kitchen")}/control`, { action: "pause" });
      expect(refused).toMatchObject({ status: 409, code: "bluetooth-loudspeaker" });
      player.holdLeft();
      await until("its return", async () => (await home.seen("Kitchen")).online);

      await control({ action: "play-card", yotoCardId: cardId });
      await player.until(({ state }) => state === "playing");
      await control({ action: "stop" });
      await player.until(({ state }) => state === "idle" || state === "stopped");
      await until("the silence", async () => (await home.seen("Kitchen")).playback.status === "stopped");

      await control({ action: "reboot" });
      await player.until(({ state }) => state === "booting");
      await until("its being away", async () => !(await home.seen("Kitchen")).online);
    });

  test.concurrent("a card stops at the second it was told to", async () => {
    await using home = await open({ Kitchen: "v3" });
    const { Kitchen: player } = home.players;
    const place = { yotoCardId: home.card(), chapterKey: "01", trackKey: "01" };
    const path = `${home.path("Kitchen")}/control`;
    await home.control("Kitchen", { action: "play-card", ...place, fromSeconds: 20, untilSeconds: 22 });
    await player.until(({ state }) => state === "playing");
    const ended = await player.until(({ state }) => state !== "playing" && state !== "loading");
    expect(ended.positionSeconds).toBeGreaterThan(20);
    expect(ended.positionSeconds).toBeLessThan(23);
    expect(
      await home.refusal("POST", path, { action: "play-card", ...place, fromSeconds: 9, untilSeconds: 9 }),
    ).toMatchObject({ status: 400, code: "invalid-request" });
  });

  test.concurrent("the sleep timer ends with the track, and a length nobody knows is refused", async () => {
    await using home = await open({ Kitchen: "mini" });
    const { Kitchen: player } = home.players;
    player.insertCard(home.card());
    await until("a length", async () => ((await home.seen("Kitchen")).playback.track?.seconds ?? 0) > 0);
    await home.control("Kitchen", { action: "sleep-timer", until: "end-of-track" });
    const { sleepTimerSeconds, positionSeconds, lengthSeconds } = await player.until(
      (state) => state.sleepTimerSeconds !== null,
    );
    expect(Math.abs(positionSeconds + (sleepTimerSeconds ?? 0) - lengthSeconds)).toBeLessThan(3);
    // One track to a chapter: both end together.
    await home.control("Kitchen", { action: "sleep-timer", until: "end-of-chapter" });
    player.removeCard();
    await until("the silence", async () => (await home.seen("Kitchen")).playback.status === "stopped");
    expect(
      await home.refusal("POST", `${home.path("Kitchen")}/control`, {
        action: "sleep-timer",
        until: "end-of-track",
      }),
    ).toMatchObject({ status: 409, code: "nothing-playing" });
  });

  test.concurrent("the volume stays under the cap of the hour, and the cap is told", async () => {
    await using home = await open({ Kitchen: "v3" });
    const { volume } = await home.seen("Kitchen");
    const cap = home.players.Kitchen.state().volumeMax;
    expect(volume).toMatchObject({ maxSteps: cap });
    await home.control("Kitchen", { action: "volume", percent: 100 });
    await home.players.Kitchen.until((state) => state.volume === cap);
    await until("the cap", async () => (await home.seen("Kitchen")).volume?.steps === cap);
    await home.control("Kitchen", { action: "volume", by: 5 });
    await home.control("Kitchen", { action: "volume", by: -16 });
    await home.players.Kitchen.until((state) => state.volume === 0);
  });

  test.concurrent("a player that is off refuses with the reason, and so does a move where nothing plays", async () => {
    await using home = await open({ Kitchen: "v2" });
    const path = `${home.path("Kitchen")}/control`;
    expect(await home.refusal("POST", path, { action: "next" })).toMatchObject({ code: "nothing-playing" });
    home.players.Kitchen.holdPower();
    await until("the good-bye", async () => (await home.seen("Kitchen")).outOfReach === "player-offline");
    const before = home.players.Kitchen.state();
    for (const request of [
      { action: "volume", percent: 10 },
      { action: "play-card", yotoCardId: home.card() },
      { action: "reboot" },
    ])
      expect(await home.refusal("POST", path, request)).toMatchObject({
        status: 409,
        code: "player-offline",
        message: expect.stringContaining("Switch it on"),
      });
    expect(home.players.Kitchen.state()).toMatchObject({ state: "off", volume: before.volume });
  });

  test.concurrent("as a Bluetooth loudspeaker a player is out of reach for a reason, until its left button is held", async () => {
    await using home = await open({ Kitchen: "mini" });
    const { Kitchen: player } = home.players;
    const { order } = await home.control("Kitchen", { action: "bluetooth-on", as: "loudspeaker" });
    await player.until(({ state }) => state === "bt_speaker");
    await until(
      "the reason",
      async () => (await home.seen("Kitchen")).outOfReach === "bluetooth-loudspeaker",
    );
    await until("the effect", async () => {
      const { outcome } = await home.ask<Order>("GET", `${home.path("Kitchen")}/orders/${order.id}`);
      return outcome.is === "took-effect";
    });
    const refused = await home.refusal("POST", `${home.path("Kitchen")}/control`, { action: "pause" });
    expect(refused).toMatchObject({ status: 409, code: "bluetooth-loudspeaker" });
    expect(refused.message).toContain("left button");
    player.holdLeft();
    await until("its return", async () => {
      const seen = await home.seen("Kitchen");
      return seen.online && seen.outOfReach === undefined;
    });
    await home.control("Kitchen", { action: "volume", volume: 3 });
    await player.until(({ volume }) => volume === 3);
  });

  test.concurrent("in a story with choices the buttons are the child's: no next and no previous", async () => {
    await using home = await open({ Kitchen: "v3" });
    const { Kitchen: player } = home.players;
    const content = {
      version: "1",
      playbackType: "interactive",
      chapters: ["01", "02"].map((key) => ({
        key,
        title: key,
        tracks: [
          { key, title: key, type: "stream", format: "mp3", trackUrl: `${home.serverUrl}/${key}.mp3` },
        ],
      })),
    };
    const { cardId } = home.yoto.cards.put({ userId: home.account.sub, title: "Cave", content });
    player.insertCard(cardId);
    await until(
      "what the card is",
      async () => (await home.seen("Kitchen")).playback.card?.interactive === true,
    );
    const path = `${home.path("Kitchen")}/control`;
    for (const action of ["next", "previous"])
      expect(await home.refusal("POST", path, { action })).toMatchObject({ code: "interactive-card" });
  });

  test.concurrent("players that start together begin at one moment, and the distance is told", async () => {
    await using home = await open({ Kitchen: "v3", Bedroom: "mini", Attic: "v9" });
    const { playerId } = home;
    const asked = await home.ask<ControlManyAnswer>("POST", "/api/players/control", {
      players: [playerId("Kitchen"), playerId("Bedroom"), playerId("Attic"), "y2nobody"],
      together: true,
      request: { action: "play-card", yotoCardId: home.card(), chapterKey: "01", fromSeconds: 0 },
    });
    expect(asked.items.map(({ refused }) => refused?.code)).toEqual([
      undefined,
      undefined,
      undefined,
      "not-found",
    ]);
    const start = await until("all of them", async () => {
      const told = await home.ask<JointStart>("GET", `/api/players/joint-starts/${asked.jointStartId}`);
      return told.apartMs !== undefined && told;
    });
    for (const name of ["Kitchen", "Bedroom", "Attic"] as const)
      expect(home.players[name].state()).toMatchObject({ state: "playing", playing: { chapterKey: "01" } });
    expect(start.orders.map(({ outcome }) => outcome.is)).toEqual([
      "took-effect",
      "took-effect",
      "took-effect",
    ]);
    for (const { outcome } of start.orders) expect(outcome.atMs).toBeGreaterThanOrEqual(start.sendAtMs);
    const ours = [playerId("Kitchen"), playerId("Bedroom"), playerId("Attic")];
    const sentAtMs = home.yoto.journal
      .entries()
      .flatMap((entry) =>
        entry.kind === "mqtt" &&
        entry.direction === "to-broker" &&
        entry.topic.endsWith("command/card/start") &&
        ours.some((id) => entry.topic.includes(id))
          ? [entry.atMs]
          : [],
      );
    expect(sentAtMs).toHaveLength(3);
    for (const atMs of sentAtMs) expect(atMs).toBeGreaterThanOrEqual(start.sendAtMs - 5);
    // On AWS the orders come by a queue, which may bring one later than the moment that was agreed on.
    expect(Math.max(...sentAtMs) - Math.min(...sentAtMs)).toBeLessThan(shape === "at home" ? 200 : 2_000);
  });
});

// Only at home: in the one deployment live the families of other tests, whose players would be asked, too.
test.concurrent("all players are asked at once: who can does it, who cannot says why", async () => {
  await using home = await aParentsHome({ Kitchen: "v3", Bedroom: "mini", Attic: "v2" });
  home.players.Attic.holdPower();
  await until("the attic's good-bye", async () => !(await home.seen("Attic")).online);
  const light = { action: "ambient-light", red: 0, green: 0, blue: 255 };
  const { items } = await home.ask<ControlManyAnswer>("POST", "/api/players/control", { request: light });
  const by = new Map(items.map((each) => [each.name, each]));
  expect(by.get("Kitchen")?.order).toBeDefined();
  expect(by.get("Bedroom")?.refused?.code).toBe("no-ambient-light");
  expect(by.get("Attic")?.refused?.code).toBe("player-offline");
  await home.players.Kitchen.until(({ leds }) => leds === "#0000ff");
});
