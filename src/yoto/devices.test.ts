import { expect, test } from "vitest";
import { DeviceDetails, DeviceList, familyOf } from "./devices.ts";
import details from "./fixtures/device-config.json" with { type: "json" };
import list from "./fixtures/devices-mine.json" with { type: "json" };

test("a list of players survives entries that are none", () => {
  const read = DeviceList.parse({
    devices: [...list.devices, null, { name: "no id" }, { deviceId: "y2X", name: 7, online: "1" }],
  });
  expect(read.devices.map(({ deviceId, name, online }) => [deviceId, name, online])).toEqual([
    ["y2SimV3Player000000000A1", "Kitchen Yoto", true],
    ["y2SimMiniPlayer0000000B2", "Mini", false],
    ["y2X", "7", true],
  ]);
  expect(read.unreadable).toBe(2);
});

test.each([[{}], [{ devices: null }], [{ devices: "none" }], [{ devices: {} }]])(
  "%j is no list of players, and so is never taken for a family that has none",
  (answer) => {
    expect(DeviceList.safeParse(answer).success).toBe(false);
  },
);

test("a player whose id would not fit into a topic is none, and one that is listed twice is one", () => {
  const ids = ["+", "#", "a/b", " ", "", "y2\u0000", "x".repeat(200), "y2Y", "y2Y"];
  const read = DeviceList.parse({ devices: ids.map((deviceId) => ({ deviceId })) });
  expect(read.devices.map(({ deviceId }) => deviceId)).toEqual(["y2Y"]);
});

test.each([
  ["v3", "v3e", "v3"],
  ["mini", "minie", "mini"],
  [undefined, "minie", "mini"],
  ["v9", "v9", "unknown"],
  [undefined, undefined, "unknown"],
])("family %s and type %s are a player of the family %s", (family, type, expected) => {
  expect(familyOf(family, type)).toBe(expected);
});

test("the cloud's copy of the status is read like the player's own, nulls left out", () => {
  const { device } = DeviceDetails.parse(details);
  expect(device.status).toEqual({
    updatedAt: "2026-06-03T08:30:34.957Z",
    report: {
      activeCardId: "none",
      batteryPercent: 100,
      bluetoothHeadphones: false,
      cardSlot: "empty",
      charging: false,
      dayMode: "day",
      deviceCelsius: 24,
      downloading: false,
      firmware: "v2.22.5",
      freeDiskKib: 23618192,
      headphones: false,
      lightLevel: 389,
      nightLight: "off",
      powerSource: "usb-c",
      ssid: "SimWifi",
      totalDiskKib: 31385600,
      upSeconds: 31216,
      userVolumePercent: 62,
      utcOffsetSeconds: -14400,
      wifiDbm: -51,
    },
  });
});

test.each([[[]], ["x"], [null], [7]])("a status that is %j is an empty one", (status) => {
  const { device } = DeviceDetails.parse({ device: { ...details.device, status } });
  expect(device.status).toEqual({ report: {} });
});
