/** Where to put audio. Without `uploadUrl` Yoto has these bytes already and only the transcode is to be asked for. */
export type AudioUpload = { readonly uploadId: string; readonly uploadUrl?: URL };

/** Audio as Yoto's transcoder left it: what a track of a card needs. */
export type TranscodedAudio = {
  /** The part after `yoto:#` in a track's URL. */
  readonly mediaId: string;
  /** `opus` nowadays; copy it into the track. */
  readonly format: string;
  readonly seconds: number;
  readonly bytes: number;
  readonly channels?: "mono" | "stereo";
};

export type Transcode =
  | { readonly is: "working"; readonly phase?: string; readonly percent?: number }
  | { readonly is: "failed"; readonly phase: string }
  | { readonly is: "done"; readonly audio: TranscodedAudio };

/** A 16×16 icon. `url` shows it; cards name it `yoto:#<mediaId>`. */
export type DisplayIcon = {
  readonly mediaId: string;
  readonly title?: string;
  readonly url?: string;
  readonly tags: readonly string[];
};

export type CoverType = "default" | "myo" | "podcast" | "radio" | "activities" | "music" | "sfx" | "stories";

/** An image with its type (`image/png` …). */
export type ImageBytes = {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly filename?: string;
};

/**
 * Audio, covers and icons. Every method may throw `YotoTrouble`.
 * @see https://yoto.dev/myo/how-playlists-work/ and https://yoto.dev/icons/uploading-icons/
 */
export type YotoMedia = {
  /** `GET /media/transcode/audio/uploadUrl`, scope `user:content:manage`. `sha256` is hex, of the bytes to be sent. */
  audioUpload(
    accessToken: string,
    audio: { readonly sha256: string; readonly filename: string },
  ): Promise<AudioUpload>;
  /** `PUT` to the signed address, without a token. One attempt; to repeat it, open the bytes anew. */
  putAudio(
    upload: URL,
    audio: {
      readonly body: ReadableStream<Uint8Array>;
      readonly bytes: number;
      readonly contentType: string;
      readonly signal?: AbortSignal;
    },
  ): Promise<void>;
  /** `GET /media/upload/{id}/transcoded`, scope `user:content:manage`. One look, never waits for the end. */
  transcode(accessToken: string, uploadId: string): Promise<Transcode>;
  /**
   * `POST /media/coverImage/user/me/upload`, scope `user:content:manage`, from bytes or from an address Yoto can reach. The
   * answer's `url` goes into the card's `metadata.cover.imageL`.
   */
  uploadCover(
    accessToken: string,
    cover: { readonly image: ImageBytes | { readonly fromUrl: URL }; readonly coverType: CoverType },
  ): Promise<{ readonly mediaId: string; readonly url: string }>;
  /** `GET /media/displayIcons/user/yoto` or `/me`, scope `user:icons:manage`. */
  icons(accessToken: string, of: "yoto" | "me"): Promise<readonly DisplayIcon[]>;
  /**
   * `POST /media/displayIcons/user/me/upload`, scope `user:icons:manage`. With `convert` Yoto crops and scales to 16×16;
   * without, it takes only exact 16×16 PNG (24-bit RGBA) or GIF.
   */
  uploadIcon(
    accessToken: string,
    icon: ImageBytes & { readonly convert: boolean },
  ): Promise<DisplayIcon & { readonly isNew: boolean }>;
};
