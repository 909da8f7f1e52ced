import type { AwsCredentialsSource } from "../credentials.ts";
import {
  AwsRefused,
  type AwsRequest,
  type AwsService,
  createSignedCall,
  type SignedCall,
  type SignedCallOptions,
} from "../signed-call.ts";

/** Services that have one address for the whole world; they are signed for us-east-1. */
const global: Partial<Record<AwsService, string>> = {
  budgets: "https://budgets.amazonaws.com",
  ce: "https://ce.us-east-1.amazonaws.com",
  cloudfront: "https://cloudfront.amazonaws.com",
  freetier: "https://freetier.us-east-1.api.aws",
  iam: "https://iam.amazonaws.com",
};

export type AccountCallsOptions = Pick<SignedCallOptions, "clock" | "chance"> & {
  readonly region: string;
  readonly credentials: AwsCredentialsSource;
  /** For emulators: one address for all. */
  readonly endpoint?: string;
};

/** The three ways to speak to the services of an account. */
export type AccountCalls = {
  readonly call: SignedCall;
  /** In us-east-1, whatever the region. */
  readonly worldwide: SignedCall;
  /** JSON 1.1 with a target, as most services speak. */
  json(service: AwsService, target: string, body: object): Promise<unknown>;
  /** A form in, XML out, as the old ones speak. */
  form(service: AwsService, version: string, fields: Readonly<Record<string, string>>): Promise<string>;
};

/** Signed calls to the region's services and the global ones. */
export function createAccountCalls({ region, endpoint, ...rest }: AccountCallsOptions): AccountCalls {
  const local = createSignedCall({
    region,
    ...rest,
    ...(endpoint !== undefined && { endpoint: () => endpoint }),
  });
  const worldwide = createSignedCall({
    region: "us-east-1",
    ...rest,
    endpoint: (service) => endpoint ?? global[service] ?? `https://${service}.us-east-1.amazonaws.com`,
  });
  const call = (service: AwsService, request: AwsRequest) =>
    (service in global ? worldwide : local)(service, { timeoutMs: 30_000, ...request });
  return {
    call,
    worldwide,
    async json(service, target, body) {
      const answer = await call(service, {
        headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
        body: JSON.stringify(body),
      });
      return JSON.parse((await answer.text()) || "{}");
    },
    async form(service, version, fields) {
      const answer = await call(service, {
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ Version: version, ...fields }).toString(),
      });
      return answer.text();
    },
  };
}

/** The answer, or `undefined` when the service says (in one of these ways) that there is no such thing. */
export async function unlessAbsent<Answer>(
  asked: Promise<Answer>,
  ...types: RegExp[]
): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AwsRefused && types.some((type) => type.test(`${error.type} ${error.message}`)))
      return undefined;
    throw error;
  }
}

/** The text of an XML element, entities undone; `undefined` when there is none. */
export function textIn(xml: string, element: string): string | undefined {
  const found = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(xml)?.[1];
  return found === undefined ? undefined : plain(found);
}

/** The insides of every such element. */
export function elementsIn(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, "g"))].map(
    (each) => each[1] ?? "",
  );
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function plain(xml: string): string {
  return xml.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return entities[name] ?? whole;
  });
}
