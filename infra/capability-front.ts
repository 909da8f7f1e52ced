import { readFileSync } from "node:fs";
import { Duration, Fn } from "aws-cdk-lib";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  KeyValueStore,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  PriceClass,
  type ResponseCustomHeader,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { CfnSubscription } from "aws-cdk-lib/aws-pricingplanmanager";
import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";
import { checkMarkHeader } from "../src/domain/play-check/check-mark-header.ts";
import type { HttpFront } from "./http-front.ts";
import type { Settings } from "./settings.ts";
import type { Storage } from "./storage.ts";
import { webAppHeaders } from "./web-app-headers.ts";

export type CapabilityFrontProps = {
  readonly settings: Settings;
  readonly http: HttpFront;
  readonly storage: Storage;
  /** Known to CloudFront and the API only: who comes without it did not come through CloudFront. */
  readonly originSecret: string;
};

const capabilityCheck = new URL(
  "../src/adapters/aws/cloudfront/capability-check.function.js",
  import.meta.url,
);
const slotAtEdge = new URL("../src/adapters/aws/cloudfront/slot-at-edge.function.js", import.meta.url);
const spaFallback = new URL("./spa-fallback.function.js", import.meta.url);

/** By this name `slot-at-edge.function.js` chooses the bucket with the recordings. */
const audioOriginId = "audio";

/**
 * CloudFront, the one address for everything: the API, cards' slots (those that play the same to everybody answered at the edge),
 * audio by capability path (checked at the edge), no Lambda in the way of either, and the web app.
 */
export class CapabilityFront extends Construct {
  readonly distribution: Distribution;
  readonly keys: KeyValueStore;

  constructor(scope: Construct, id: string, { settings, http, storage, originSecret }: CapabilityFrontProps) {
    super(scope, id);
    this.keys = new KeyValueStore(this, "Keys", {
      comment: "Keys that sign audio addresses, what was revoked, and what slots play",
    });
    const check = new EdgeFunction(this, "CapabilityCheck", {
      code: FunctionCode.fromInline(readFileSync(capabilityCheck, "utf8")),
      runtime: FunctionRuntime.JS_2_0,
      keyValueStore: this.keys,
      comment: "Lets an audio address through if its signature is ours and it was not revoked",
    });
    const fallback = new EdgeFunction(this, "SpaFallback", {
      code: FunctionCode.fromInline(readFileSync(spaFallback, "utf8")),
      runtime: FunctionRuntime.JS_2_0,
      comment: "Every page of the web app is index.html",
    });

    const api = {
      origin: new HttpOrigin(Fn.select(2, Fn.split("/", http.api.apiEndpoint)), {
        customHeaders: { "x-origin-secret": originSecret },
        readTimeout: Duration.seconds(30),
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: this.#neverShared(),
      originRequestPolicy: this.#whatTheApiReads(),
      compress: true,
    };
    const audio = {
      origin: S3BucketOrigin.withOriginAccessControl(storage.audio, { originId: audioOriginId }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      compress: false,
    };
    const acl = settings.cdnPlan === "flat-free" ? this.#planAcl() : undefined;
    this.distribution = new Distribution(this, "Distribution", {
      comment: `Yoto Smart Stream ${settings.env}`,
      ...(acl !== undefined && { webAclId: acl.attrArn }),
      httpVersion: HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultRootObject: "index.html",
      // It would tell an error ten seconds longer than it lasts.
      errorResponses: [404, 500, 502, 503, 504].map((httpStatus) => ({
        httpStatus,
        ttl: Duration.seconds(0),
      })),
      ...(settings.domain !== undefined &&
        settings.certificate !== undefined && {
          domainNames: [settings.domain],
          certificate: Certificate.fromCertificateArn(this, "Certificate", settings.certificate),
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(storage.ui),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: webAppHeaders(this),
        functionAssociations: [{ function: fallback, eventType: FunctionEventType.VIEWER_REQUEST }],
        compress: true,
      },
      additionalBehaviors: {
        "/api/*": api,
        "/s/*": {
          ...audio,
          origin: api.origin,
          cachePolicy: this.#asTheAnswerSays(),
          originRequestPolicy: this.#whatSlotsRead(),
          responseHeadersPolicy: this.#audioHeaders("SlotHeaders", [
            // What a slot plays may be another tomorrow: no player shall keep it under the slot's address.
            { header: "cache-control", value: "no-store", override: false },
          ]),
          functionAssociations:
            settings.slotsAtEdge === "none"
              ? []
              : [{ function: this.#slotAtEdge(), eventType: FunctionEventType.VIEWER_REQUEST }],
        },
        "/t/*": {
          ...audio,
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
          responseHeadersPolicy: this.#audioHeaders("AudioHeaders"),
          functionAssociations: [{ function: check, eventType: FunctionEventType.VIEWER_REQUEST }],
        },
      },
    });
    if (acl !== undefined) this.#flatRate(acl);
  }

  #slotAtEdge(): EdgeFunction {
    return new EdgeFunction(this, "SlotAtEdge", {
      code: FunctionCode.fromInline(readFileSync(slotAtEdge, "utf8")),
      runtime: FunctionRuntime.JS_2_0,
      keyValueStore: this.keys,
      comment:
        "Answers slots that play the same to everybody from the bucket; the API is asked for the others",
    });
  }

  /** The API says `no-store` of every slot; recordings never change, and are kept by their own path whichever slot plays them. */
  #asTheAnswerSays(): CachePolicy {
    return new CachePolicy(this, "AsTheAnswerSays", {
      comment: "Recordings are kept, what the API answers is not",
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.days(1),
      maxTtl: Duration.days(365),
      headerBehavior: CacheHeaderBehavior.none(),
      cookieBehavior: CacheCookieBehavior.none(),
      queryStringBehavior: CacheQueryStringBehavior.none(),
    });
  }

  /** Players are told apart by where they ask from and what they call themselves. */
  #whatSlotsRead(): OriginRequestPolicy {
    return new OriginRequestPolicy(this, "WhatSlotsRead", {
      comment: "Who asks for a slot, and whether it is our own look",
      cookieBehavior: OriginRequestCookieBehavior.none(),
      queryStringBehavior: OriginRequestQueryStringBehavior.none(),
      headerBehavior: OriginRequestHeaderBehavior.allowList(
        "CloudFront-Viewer-Address",
        "User-Agent",
        checkMarkHeader,
      ),
    });
  }

  /** For answers that depend on who asks. CloudFront passes `Authorization` on only when it is part of the cache's key. */
  #neverShared(): CachePolicy {
    return new CachePolicy(this, "NeverShared", {
      comment: "Nothing is kept unless the answer says so, and never for somebody else",
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.seconds(1),
      headerBehavior: CacheHeaderBehavior.allowList("Authorization"),
      cookieBehavior: CacheCookieBehavior.all(),
      queryStringBehavior: CacheQueryStringBehavior.all(),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
  }

  /** `Host` must stay API Gateway's own; the viewer's address is CloudFront's word, which a viewer cannot forge. */
  #whatTheApiReads(): OriginRequestPolicy {
    return new OriginRequestPolicy(this, "WhatTheApiReads", {
      comment: "All the API reads, and who asks",
      cookieBehavior: OriginRequestCookieBehavior.all(),
      queryStringBehavior: OriginRequestQueryStringBehavior.all(),
      headerBehavior: OriginRequestHeaderBehavior.allowList(
        "CloudFront-Viewer-Address",
        "Accept",
        "Content-Type",
        "Last-Event-ID",
        "Origin",
        "Sec-Fetch-Site",
        "User-Agent",
      ),
    });
  }

  #audioHeaders(id: string, more: readonly ResponseCustomHeader[] = []): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, id, {
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(180), override: true },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: "x-robots-tag", value: "noindex", override: true },
          { header: "cross-origin-resource-policy", value: "same-origin", override: true },
          ...more,
        ],
      },
    });
  }

  #planAcl(): CfnWebACL {
    return new CfnWebACL(this, "PlanAcl", {
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: {
        cloudWatchMetricsEnabled: false,
        sampledRequestsEnabled: false,
        metricName: "plan",
      },
    });
  }

  /**
   * The plan without a price and without overage: the CDN's part of the bill is bounded whatever happens. It wants exactly
   * one web ACL, which the plan pays for.
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-pricingplanmanager-subscription.html
   */
  #flatRate(acl: CfnWebACL): void {
    const plan = new CfnSubscription(this, "Plan", {
      planFamily: "CloudFront",
      planTier: "FREE",
      resourceArns: [this.distribution.distributionArn, acl.attrArn, this.keys.keyValueStoreArn],
    });
    plan.addMetadata("cfn-lint", { config: { ignore_checks: ["E3006"] } }); // too new for it
  }
}
