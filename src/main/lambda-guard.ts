import { credentialsOf } from "../adapters/aws/credential-sources.ts";
import { createSignedCall } from "../adapters/aws/signed-call.ts";
import { systemChance } from "../adapters/system/chance.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { createLog } from "../adapters/system/log.ts";
import { createGuard, guardEnvSchema } from "./aws/guard.ts";
import { readEnv } from "./env.ts";

const env = readEnv(process.env);
const clock = systemClock();
const guard = createGuard({
  call: createSignedCall({
    region: env.AWS_REGION,
    credentials: credentialsOf(env, { clock }),
    clock,
    chance: systemChance(clock),
  }),
  clock,
  log: createLog({ clock, level: "info", style: "json", write: (line) => void process.stdout.write(line) }),
  env: guardEnvSchema.parse(process.env),
});

/** The guard's Lambda function: the brake, and on demand when there is no Spot. */
export const handler = (event: unknown) => guard.handle(event);
