import { expect, test } from "vitest";
import { faultPresets } from "../../src/simulator/control/fault-presets.ts";
import { aForeignClient } from "./protocol-client.ts";
import { type Foreign, meets } from "./what-faults-do.ts";

/** The call behind a button of the control page, as the page's script would make it. */
async function press(foreign: Foreign, label: string) {
  const page = String((await foreign.ask("GET", "/_pretend/sections")).body);
  const found = [...page.matchAll(/data-call="([^"]+)" data-body="([^"]+)">([^<]+)</g)];
  const [, call = "", body = ""] = found.find(([, , , text]) => text === label) ?? [];
  const [method = "", path = ""] = call.replace("/_pretend", "").split(" ");
  const { id } = await foreign.pretend(method, path, JSON.parse(body.replaceAll("&quot;", '"')));
  expect(id).toEqual(expect.any(Number));
}

test.each(faultPresets.map(({ group, title }) => ({ group, title })))(
  "$group: $title, pressed on the page, is what a client meets",
  async ({ title }) => {
    await using foreign = await aForeignClient();
    const check = meets[title];
    if (check === undefined) throw new Error(`what-faults-do.ts does not say what "${title}" does`);
    await check(foreign, () => press(foreign, title));
    const { entries } = await foreign.pretend("GET", "/journal");
    expect(entries).toContainEqual(expect.objectContaining({ kind: "fault" }));
  },
);

test("tokens that last a minute end the connection and the right to ask after a minute, until refreshed", async () => {
  await using foreign = await aForeignClient();
  await foreign.pretend("PATCH", "/switches", { accessTokenSeconds: 60 });
  const { access_token, refresh_token, expires_in } = (await foreign.signIn()).body;
  expect(expires_in).toBe(60);
  const mine = (token: string) =>
    foreign.ask("GET", "/content/mine", { headers: { authorization: `Bearer ${token}` } });
  const mqtt = foreign.connect({ password: access_token });
  await mqtt.isConnected();
  await foreign.advance(59_000);
  expect([(await mine(access_token)).status, mqtt.ended]).toEqual([200, []]);
  await foreign.advance(2_000);
  await mqtt.isClosed();
  expect((await mine(access_token)).status).toBe(401);
  const grant = { grant_type: "refresh_token", client_id: foreign.clientId, refresh_token };
  const fresh = (await foreign.form("/oauth/token", grant)).body.access_token;
  expect((await mine(fresh)).status).toBe(200);
  await foreign.connect({ password: fresh }).isConnected();
});

test("a player that is kicked is gone and back, as often as it is kicked", async () => {
  await using foreign = await aForeignClient();
  const [{ deviceId }] = (await foreign.api("GET", "/device-v2/devices/mine")).body.devices;
  const mqtt = foreign.connect();
  await mqtt.isConnected();
  await mqtt.client.subscribeAsync(`device/${deviceId}/presence`, { qos: 1 });
  for (let times = 1; times <= 3; times++) {
    expect(await foreign.pretend("POST", "/kick", { clientId: deviceId })).toEqual({ kicked: 1 });
    await expect.poll(() => mqtt.heard.at(-1)?.json.state).toBe("offline");
    await foreign.advance(2_000);
    await expect.poll(() => mqtt.heard.at(-1)?.json.state).toBe("online");
  }
});
