import { clockwork, playersInClockwork, relayOverlap } from "./clockwork.ts";
import type { PriceName } from "./prices.ts";
import { priceIn } from "./prices.ts";
import type { Profile } from "./profiles.ts";
import { hoursAMonth, type Shape } from "./shape.ts";

/** One line of a bill. `billed` is what is left of `units` after the free allowance. */
export type BillLine = {
  readonly part: "listener" | "api" | "table" | "audio" | "worker" | "watching";
  readonly what: string;
  readonly price: PriceName;
  readonly units: number;
  readonly billed: number;
  readonly dollars: number;
};

export type Bill = {
  readonly lines: readonly BillLine[];
  readonly dollars: number;
  /** The region's prices are not in the table; us-east-1's were taken. */
  readonly guessed: boolean;
};

type Use = {
  readonly part: BillLine["part"];
  readonly what: string;
  readonly units: number;
  readonly factor?: number;
};

/** Songs and chapters, three minutes each. */
const tracksAnHour = 20;
const coldStartSeconds = 0.3;
const relayLookSeconds = 0.05;
/** Lambda polls a queue with five threads that wait twenty seconds each; the listener with one. */
const pollsAMonth = (hoursAMonth * 3600) / 20;
const pollersOfLambda = 5;
/** A file or slot, and whether it was revoked. */
const keysEach = 2;
/** A look at the store and a change for what is new; an edit takes away first and tells later. */
const changeCalls = 3;
/** Two streams that change twice a day: each time taken away and told, with a look and a change. */
const clockCallsAMonth = 2 * 2 * 2 * 2 * 30.4;

/** What a month of such a deployment costs with such a family, before tax. Free allowances are per account. */
export function billOf(shape: Shape, profile: Profile, { withFree = true } = {}): Bill {
  const gb = (mb: number) => mb / 1024;
  const uses: Partial<Record<PriceName, Use[]>> = {};
  const use = (price: PriceName, part: Use["part"], what: string, units: number, factor = 1) => {
    if (units <= 0) return;
    uses[price] = [...(uses[price] ?? []), { part, what, units, factor }];
  };
  const { fargate, relay, scheduledCalls } = shape;

  if (fargate !== undefined) {
    const share = fargate.spot ? priceIn(shape.region, "fargateSpotShare").dollars : 1;
    const kind = fargate.spot ? "Fargate Spot" : "Fargate";
    use("fargateVcpuHour", "listener", `${kind}, ${fargate.vcpu} vCPU`, fargate.vcpu * hoursAMonth, share);
    use("fargateGbHour", "listener", `${kind}, ${fargate.gb} GB`, fargate.gb * hoursAMonth, share);
    if (fargate.publicIpv4) use("publicIpv4Hour", "listener", "public IPv4 address", hoursAMonth);
    if (fargate.ownImage) use("imageGbMonth", "listener", "image in ECR", 0.1);
  }
  if (relay !== undefined) {
    const looks = scheduledCalls["Relay"] ?? 0;
    const seconds = hoursAMonth * 3600 * relayOverlap + looks * relayLookSeconds;
    use("lambdaGbSecond", "listener", `relay, ${relay.memoryMb} MB`, seconds * gb(relay.memoryMb));
    use("lambdaRequest", "listener", "relay", looks);
  }
  use(
    "lambdaGbSecond",
    "api",
    "API",
    ((profile.apiCalls * profile.apiMs) / 1000 + profile.coldStarts * coldStartSeconds) *
      gb(shape.apiMemoryMb),
  );
  use("lambdaRequest", "api", "API", profile.apiCalls);
  use("httpApiRequest", "api", "API Gateway", profile.apiCalls);
  const hour = relay === undefined ? clockwork.listener : clockwork.relay;
  const playedTracks = profile.hoursPlayed * tracksAnHour;
  const atRest = hour.writes + (profile.players - playersInClockwork) * hour.writesPerPlayer;
  use("tableWrite", "listener", "beats and players at rest", atRest * profile.listenerHours);
  use("tableRead", "listener", "looks around", hour.reads * profile.listenerHours);
  use("tableWrite", "table", "writes", profile.tableWrites + playedTracks * clockwork.track.writes);
  use("tableRead", "table", "reads", profile.tableReads / 2 + playedTracks * clockwork.track.reads);
  use("tableBackupGb", "table", "recovery to any second of a week", profile.tableGb);
  use("s3GbMonth", "audio", "recordings kept", profile.audioGbKept);
  use("s3Put", "audio", "files written", profile.filesWritten);
  use("s3Get", "audio", "files fetched by CloudFront", profile.audioRequests);
  if (!shape.flatRateCdn) {
    use("cdnGb", "audio", "recordings played", profile.audioGbPlayed);
    use("cdnRequest", "audio", "requests", profile.audioRequests + profile.apiCalls);
    const slots = shape.slotsAtEdge === "none" ? 0 : profile.slotRequests;
    use("cdnFunction", "audio", "checks at the edge", profile.audioRequests + slots);
    use("cdnKeyRead", "audio", "keys read at the edge", (profile.audioRequests + slots) * keysEach);
    use("webAcl", "audio", "web ACL", shape.webAcls);
  }
  if (shape.slotsAtEdge !== "none") {
    const byTheClock = shape.slotsAtEdge === "timed" ? clockCallsAMonth : 0;
    use("cdnKeyCall", "audio", "slots told to the edge", profile.streamsChanged * changeCalls + byTheClock);
  }
  const workerSchedules = (scheduledCalls["Worker"] ?? 0) * 0.2 * gb(shape.workerMemoryMb);
  use("lambdaGbSecond", "worker", "worker", profile.workerGbSeconds + workerSchedules);
  use("lambdaRequest", "worker", "worker", profile.workerCalls + (scheduledCalls["Worker"] ?? 0));
  use("queueRequest", "worker", "jobs polled by Lambda", shape.polledQueues * pollersOfLambda * pollsAMonth);
  use("queueRequest", "listener", "orders polled", pollsAMonth);
  use(
    "scheduledCall",
    "watching",
    "schedules",
    Object.values(scheduledCalls).reduce((sum, each) => sum + each, 0),
  );
  use("logGb", "watching", "logs", profile.logGb);
  use("alarm", "watching", "metrics of alarms", shape.alarmMetrics);
  use("metric", "watching", "own metrics", shape.metrics);
  use("dashboard", "watching", "dashboard", shape.dashboards);

  const lines = (Object.entries(uses) as [PriceName, Use[]][]).flatMap(([price, together]) => {
    const { dollars, price: about } = priceIn(shape.region, price);
    const total = together.reduce((sum, { units }) => sum + units, 0);
    const free = withFree ? (about.free ?? 0) : 0;
    const left = total === 0 ? 0 : Math.max(0, total - free) / total;
    return together.map(({ part, what, units, factor = 1 }): BillLine => {
      const billed = units * left;
      return { part, what, price, units, billed, dollars: billed * dollars * factor };
    });
  });
  return {
    lines,
    dollars: lines.reduce((sum, line) => sum + line.dollars, 0),
    guessed: priceIn(shape.region, "lambdaRequest").guessed,
  };
}
