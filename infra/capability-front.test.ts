import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { Match } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import { z } from "zod";
import { checkMarkHeader } from "../src/domain/play-check/check-mark-header.ts";
import { securityHeaders } from "../src/http/security/security-headers.ts";
import { BadSettings, readSettings } from "./settings.ts";
import { templateOf } from "./test-app.ts";
import { webAppPolicy } from "./web-app-headers.ts";

const { template, ofType } = templateOf({ listener: "home" });

const slotAtEdge = new URL("../src/adapters/aws/cloudfront/slot-at-edge.function.js", import.meta.url);

const behaviour = (pattern: string) => Match.arrayWith([Match.objectLike({ PathPattern: pattern })]);

test("one address serves the API, live slots, audio and the web app, over HTTP/2 and HTTP/3", () => {
  for (const pattern of ["/api/*", "/s/*", "/t/*"])
    template.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: Match.objectLike({ CacheBehaviors: behaviour(pattern), HttpVersion: "http2and3" }),
    });
});

test("an error that is over is not told again: CloudFront keeps none of them", () => {
  template.hasResourceProperties("AWS::CloudFront::Distribution", {
    DistributionConfig: Match.objectLike({
      CustomErrorResponses: [404, 500, 502, 503, 504].map((ErrorCode) => ({
        ErrorCode,
        ErrorCachingMinTTL: 0,
      })),
    }),
  });
});

test("audio is checked at the edge with a key-value store and comes from S3, no function of ours in the way", () => {
  const text = JSON.stringify(ofType("AWS::CloudFront::Distribution"));
  expect(text).toMatch(/"PathPattern":"\/t\/\*".*?"TargetOriginId":"[^"]*"/);
  template.hasResourceProperties("AWS::CloudFront::Function", {
    FunctionConfig: Match.objectLike({
      Runtime: "cloudfront-js-2.0",
      KeyValueStoreAssociations: [{ KeyValueStoreARN: Match.anyValue() }],
    }),
    FunctionCode: Match.stringLikeRegexp("createHmac"),
  });
  for (const { Properties } of ofType("AWS::CloudFront::Function"))
    expect(String(Properties["FunctionCode"]).length).toBeLessThan(10_240);
});

/** The behaviour of a path, and the function that stands before it, if one does. */
function slotsWith(slotsAtEdge: string) {
  const { ofType } = templateOf({ listener: "home", slotsAtEdge });
  const [distribution] = ofType("AWS::CloudFront::Distribution");
  const { CacheBehaviors, Origins } = z
    .object({
      CacheBehaviors: z.array(
        z.looseObject({
          PathPattern: z.string(),
          TargetOriginId: z.string(),
          FunctionAssociations: z.array(z.unknown()).optional(),
        }),
      ),
      Origins: z.array(z.looseObject({ Id: z.string(), OriginAccessControlId: z.unknown().optional() })),
    })
    .parse(distribution?.Properties["DistributionConfig"]);
  const slots = CacheBehaviors.find(({ PathPattern }) => PathPattern === "/s/*");
  return { slots, Origins, functions: ofType("AWS::CloudFront::Function") };
}

test("slots are answered at the edge from the bucket with the recordings, by its own access control, or by the API", () => {
  const { slots, Origins, functions } = slotsWith("fixed");
  const [, chosen] = /selectRequestOriginById\("(.*?)"\)/.exec(readFileSync(slotAtEdge, "utf8")) ?? [];
  const bucket = Origins.find(({ Id }) => Id === chosen);
  expect(bucket).toHaveProperty("OriginAccessControlId");
  expect(JSON.stringify(bucket)).toContain("AudioBucket");
  expect(slots?.TargetOriginId).not.toBe(chosen);
  expect(slots?.FunctionAssociations).toHaveLength(1);
  expect(functions).toHaveLength(3);
});

test("where no slot is to be answered at the edge, no function stands before the API", () => {
  const { slots, functions } = slotsWith("none");
  expect(slots?.FunctionAssociations).toEqual([]);
  expect(functions).toHaveLength(2);
});

test("who asks for a slot is told apart, our own look is recognised, and no player keeps what a slot plays", () => {
  template.hasResourceProperties("AWS::CloudFront::OriginRequestPolicy", {
    OriginRequestPolicyConfig: Match.objectLike({
      HeadersConfig: {
        HeaderBehavior: "whitelist",
        Headers: ["CloudFront-Viewer-Address", "User-Agent", checkMarkHeader],
      },
    }),
  });
  template.hasResourceProperties("AWS::CloudFront::ResponseHeadersPolicy", {
    ResponseHeadersPolicyConfig: Match.objectLike({
      CustomHeadersConfig: {
        Items: Match.arrayWith([{ Header: "cache-control", Value: "no-store", Override: false }]),
      },
    }),
  });
  template.hasResourceProperties("AWS::CloudFront::CachePolicy", {
    CachePolicyConfig: Match.objectLike({ MinTTL: 0, DefaultTTL: 86_400, MaxTTL: 31_536_000 }),
  });
});

test("the API and the worker alone may tell the edge, in this one store and no other way than that", () => {
  const [keys] = ofType("AWS::CloudFront::KeyValueStore");
  const store = { "Fn::GetAtt": [keys?.id, "Arn"] };
  const statement = {
    Sid: "TellEdge",
    Effect: "Allow",
    Action: ["DescribeKeyValueStore", "PutKey", "UpdateKeys"].map(
      (verb) => `cloudfront-keyvaluestore:${verb}`,
    ),
    Resource: store,
  };
  const policy = { PolicyDocument: { Statement: Match.arrayWith([statement]) } };
  template.resourcePropertiesCountIs("AWS::IAM::Policy", Match.objectLike(policy), 2);
  const variables = { EDGE_STORE_ARN: store, SLOTS_AT_EDGE: "fixed" };
  const environment = { Environment: { Variables: Match.objectLike(variables) } };
  template.resourcePropertiesCountIs("AWS::Lambda::Function", Match.objectLike(environment), 2);
});

test("buckets answer CloudFront only, by origin access control", () => {
  template.resourceCountIs("AWS::CloudFront::OriginAccessControl", 2);
  template.hasResourceProperties("AWS::S3::BucketPolicy", {
    PolicyDocument: Match.objectLike({
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: "s3:GetObject",
          Effect: "Allow",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Condition: Match.objectLike({ StringEquals: Match.anyValue() }),
        }),
      ]),
    }),
  });
});

test("the API hears who asks from CloudFront, and recognises CloudFront by a secret", () => {
  template.hasResourceProperties("AWS::CloudFront::OriginRequestPolicy", {
    OriginRequestPolicyConfig: Match.objectLike({
      HeadersConfig: {
        HeaderBehavior: "whitelist",
        Headers: Match.arrayWith(["CloudFront-Viewer-Address", "Origin", "Sec-Fetch-Site"]),
      },
    }),
  });
  template.hasResourceProperties("AWS::CloudFront::Distribution", {
    DistributionConfig: Match.objectLike({
      Origins: Match.arrayWith([
        Match.objectLike({
          OriginCustomHeaders: [{ HeaderName: "x-origin-secret", HeaderValue: { Ref: "OriginSecret" } }],
        }),
      ]),
    }),
  });
});

test("what depends on who asks is never kept for somebody else", () => {
  template.hasResourceProperties("AWS::CloudFront::CachePolicy", {
    CachePolicyConfig: Match.objectLike({
      DefaultTTL: 0,
      MinTTL: 0,
      ParametersInCacheKeyAndForwardedToOrigin: Match.objectLike({
        HeadersConfig: { HeaderBehavior: "whitelist", Headers: ["Authorization"] },
        CookiesConfig: { CookieBehavior: "all" },
      }),
    }),
  });
});

test("pages come with the same policy as from the server at home, plus where uploads go", async () => {
  const headers = new Headers();
  const context = { res: { headers } };
  // biome-ignore lint/suspicious/noExplicitAny: the middleware touches nothing of the context but this
  await securityHeaders(new URL("https://example.org"), undefined)(context as any, async () => {});
  const atHome = headers.get("content-security-policy");
  expect(webAppPolicy.replace(" https://*.amazonaws.com", "")).toBe(atHome);
  template.hasResourceProperties("AWS::CloudFront::ResponseHeadersPolicy", {
    ResponseHeadersPolicyConfig: Match.objectLike({
      SecurityHeadersConfig: Match.objectLike({
        ContentSecurityPolicy: { ContentSecurityPolicy: webAppPolicy, Override: true },
        StrictTransportSecurity: Match.objectLike({ AccessControlMaxAgeSec: 15_552_000 }),
      }),
    }),
  });
});

test.each([
  ["/", "/index.html"],
  ["/players/kitchen", "/index.html"],
  ["/assets/app-1a2b.js", "/assets/app-1a2b.js"],
  ["/manifest.webmanifest", "/manifest.webmanifest"],
])("the page at %s is %s", (uri, file) => {
  const source = readFileSync(new URL("./spa-fallback.function.js", import.meta.url), "utf8");
  const answer = runInNewContext(`${source}; handler({ request: { uri } })`, { uri });
  expect(answer).toEqual({ uri: file });
});

test("the plan without overage brings its web ACL, and only where it can be made", () => {
  template.resourceCountIs("AWS::WAFv2::WebACL", 0);
  const flat = templateOf({ listener: "home", cdnPlan: "flat-free" }).template;
  flat.resourceCountIs("AWS::WAFv2::WebACL", 1);
  flat.hasResourceProperties("AWS::PricingPlanManager::Subscription", {
    PlanFamily: "CloudFront",
    PlanTier: "FREE",
  });
  expect(() => readSettings({ cdnPlan: "flat-free", region: "eu-west-2" })).toThrow(BadSettings);
});

test("an own domain wants its certificate, and then TLS 1.2", () => {
  expect(() => readSettings({ domain: "yoto.example.org" })).toThrow(/certificate/);
  const certificate = "arn:aws:acm:us-east-1:123456789012:certificate/1";
  templateOf({ listener: "home", domain: "yoto.example.org", certificate }).template.hasResourceProperties(
    "AWS::CloudFront::Distribution",
    {
      DistributionConfig: Match.objectLike({
        Aliases: ["yoto.example.org"],
        ViewerCertificate: Match.objectLike({ MinimumProtocolVersion: "TLSv1.2_2021" }),
      }),
    },
  );
});
