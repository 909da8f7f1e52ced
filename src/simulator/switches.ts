/** What may differ from cloud to cloud, or is not known for sure of the real one; may be changed while it runs. */
export type Switches = {
  /** Logs in and consents as this account (`sub`) without showing a page. */
  autoConsentAs: string | undefined;
  accessTokenSeconds: number;
  authorizationCodeSeconds: number;
  deviceCodeSeconds: number;
  deviceCodeIntervalSeconds: number;
  /** Off: a refresh gives no new refresh token and the old one stays good (seen in February 2025). */
  rotateRefreshTokens: boolean;
  /** A spent refresh token is still good for this long. */
  refreshLeewaySeconds: number;
  /** A spent refresh token that comes back ends the newest one too. */
  revokeFamilyOnReuse: boolean;
  /** `GET /device-v2/{id}/status` answers 200 instead of 403. */
  deviceStatusAnswers: boolean;
  /** How late `online` of the device list may be, at most. */
  onlineLagSeconds: number;
  signedUrlSeconds: number;
  /** How long the pretend transcoder works on an upload. */
  transcodeSeconds: number;
  /** How long a text-to-speech job works per track. */
  speechJobSeconds: number;
  maxTracksPerCard: number;
  /** Off: clients may only use `data/events` and `data/status`, as announced in May 2026. */
  legacyTopics: boolean;
  topicsPerSubscribe: number;
  subscriptionsPerConnection: number;
  mqttPayloadBytes: number;
  /** AWS names about a hundred; that what a client publishes beyond is discarded is a guess. */
  publishesPerSecond: number;
  /** Keepalives outside 30…1200 s are treated as the nearest allowed one. */
  clampKeepalive: boolean;
};

/** The cloud as of 2026, to the best of public knowledge. */
export const defaultSwitches: Readonly<Switches> = {
  autoConsentAs: undefined,
  accessTokenSeconds: 3_600,
  authorizationCodeSeconds: 600,
  deviceCodeSeconds: 300,
  deviceCodeIntervalSeconds: 5,
  rotateRefreshTokens: true,
  refreshLeewaySeconds: 0,
  revokeFamilyOnReuse: true,
  deviceStatusAnswers: false,
  onlineLagSeconds: 300,
  signedUrlSeconds: 3_600,
  transcodeSeconds: 4,
  speechJobSeconds: 2,
  maxTracksPerCard: 100,
  legacyTopics: true,
  topicsPerSubscribe: 8,
  subscriptionsPerConnection: 50,
  mqttPayloadBytes: 131_072,
  publishesPerSecond: 100,
  clampKeepalive: true,
};
