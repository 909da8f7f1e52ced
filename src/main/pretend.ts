import { once } from "node:events";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { virtualClock } from "../simulator/clock.ts";
import { startPretendFamily } from "../simulator/pretend-family.ts";
import { pretendClientId } from "../simulator/seed.ts";
import type { DeviceModel } from "../simulator/store/devices.ts";

const usage = `npm run pretend -- [options]

A Yoto cloud in a box, with players. Point any Yoto app at it by changing its addresses.

  --port <n>           where to listen (default 9090; 0 = any free one)
  --host <address>     default 127.0.0.1
  --public-url <url>   how others reach it, if not http://<host>:<port>
  --seed <n>           the same seed gives the same family, ids and chances (default 1)
  --players <list>     default Kitchen:v3,Bedroom:mini; a number makes as many; models: v2 v3 v3e mini minie
  --token-seconds <n>  lifetime of access tokens (default 3600)
  --say-yes            let every app in without login and consent page
  --virtual            time stands still until somebody advances it (POST /_pretend/clock)
  --keep <file>        keep the world in this file and take it up again
`;

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "9090" },
    host: { type: "string", default: "127.0.0.1" },
    "public-url": { type: "string" },
    seed: { type: "string", default: "1" },
    players: { type: "string" },
    "token-seconds": { type: "string", default: "3600" },
    "say-yes": { type: "boolean", default: false },
    virtual: { type: "boolean", default: false },
    keep: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  process.stdout.write(usage);
} else {
  await run();
}

async function run() {
  const { keep } = values;
  const players = readPlayers(values.players);
  const publicUrl = values["public-url"]?.replace(/\/+$/, "");
  await using world = await startPretendFamily({
    port: wholeNumber("port", values.port),
    host: values.host,
    seed: wholeNumber("seed", values.seed),
    accessTokenSeconds: wholeNumber("token-seconds", values["token-seconds"]),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(players === undefined ? {} : { players }),
    ...(values.virtual ? { clock: virtualClock(Date.now()) } : {}),
    ...(keep !== undefined && existsSync(keep) ? { saved: JSON.parse(readFileSync(keep, "utf8")) } : {}),
  });
  const { url, mqttUrl, labsUrl, account } = world;
  if (values["say-yes"]) world.switches.autoConsentAs = account.sub;
  process.stdout.write(`The pretend Yoto is at ${url}

  look and trouble it   ${url}/_pretend
  login, API            ${url}
  Labs                  ${labsUrl}
  MQTT                  ${mqttUrl}
  client id             ${pretendClientId} (public, any address of this machine or your home network)
  family                ${account.name}, ${account.email}, password ${account.password}
  players               ${world.players().length}
`);

  const end = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => end.abort());
  const keepNow = () => {
    if (keep === undefined) return;
    writeFileSync(`${keep}.new`, JSON.stringify(world.save()));
    renameSync(`${keep}.new`, keep);
  };
  keepNow();
  const keeping = setInterval(keepNow, 10_000);
  await once(end.signal, "abort");
  clearInterval(keeping);
  keepNow();
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}".`);
  return Number(text);
}

function readPlayers(list: string | undefined) {
  if (list === undefined) return undefined;
  if (/^\d+$/.test(list))
    return Array.from({ length: Number(list) }, (_, at) => ({
      name: `Player ${at + 1}`,
      model: at % 2 === 0 ? ("v3" as const) : ("mini" as const),
    }));
  return list.split(",").map((each) => {
    const [name = "", model = "v3"] = each.split(":");
    if (!isModel(model))
      throw new Error(`--players: there is no model "${model}"; v2, v3, v3e, mini, minie are.`);
    return { name, model };
  });
}

function isModel(text: string): text is DeviceModel {
  return ["v2", "v3", "v3e", "mini", "minie"].includes(text);
}
