import { z } from "zod";
import type { ImageBytes, Transcode, YotoMedia } from "../../ports/yoto-media.ts";
import { YotoTrouble } from "../../ports/yoto-trouble.ts";
import {
  amount,
  answerListOf,
  field,
  listOf,
  numberFrom,
  readText,
  text,
  told,
  wordOf,
} from "../../yoto/lenient.ts";
import { type Calls, path } from "./call.ts";
import type { YotoCloudConfig } from "./config.ts";
import { exchange } from "./exchange.ts";
import { nonsense, troubleOf } from "./trouble.ts";

const Part = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject(shape).optional().catch(undefined);

const UploadBody = z.looseObject({
  upload: z.looseObject({ uploadId: z.string().min(1), uploadUrl: z.url().nullish() }),
});
const TranscodeBody = z.looseObject({
  transcode: z.looseObject({
    transcodedSha256: text,
    transcodedInfo: Part({
      duration: numberFrom(0, 1_000_000),
      format: text,
      fileSize: amount,
      channels: wordOf("mono", "stereo"),
    }),
    progress: Part({ phase: text, percent: numberFrom(0, 100) }),
  }),
});
const CoverBody = z.looseObject({
  coverImage: z.looseObject({ mediaId: z.string().min(1), mediaUrl: z.url() }),
});
const Icon = z.looseObject({
  mediaId: z.string().min(1),
  title: text,
  // An empty object for an icon that Yoto had before.
  url: field((raw) => (typeof raw === "string" ? readText(raw) : undefined)),
  publicTags: listOf(z.string()),
  new: z.unknown().optional(),
});
const IconList = z.looseObject({ displayIcons: answerListOf(Icon) });
const IconBody = z.looseObject({ displayIcon: Icon });

const failedPhases = new Set(["failed", "error", "cancelled", "canceled", "aborted"]);
/** A hundred megabytes over a slow line. */
const putTimeoutMs = 15 * 60_000;

/** The media part of Yoto's API: audio, covers and icons. */
export function mediaOver(calls: Calls, config: YotoCloudConfig): YotoMedia {
  const manage = "user:content:manage";
  const icons = "user:icons:manage";
  return {
    audioUpload: async (accessToken, { sha256, filename }) => {
      const { upload } = await calls.body(
        {
          accessToken,
          method: "GET",
          path: "/media/transcode/audio/uploadUrl",
          query: { sha256, filename },
          needs: manage,
        },
        UploadBody,
      );
      return typeof upload.uploadUrl === "string"
        ? { uploadId: upload.uploadId, uploadUrl: new URL(upload.uploadUrl) }
        : { uploadId: upload.uploadId };
    },
    putAudio: async (upload, { body, bytes, contentType, signal }) => {
      // No token goes along: the address itself is signed, and its host is not Yoto's.
      const answer = await exchange(config, {
        method: "PUT",
        url: upload,
        body,
        headers: { "content-type": contentType, "content-length": String(bytes) },
        timeoutMs: putTimeoutMs,
        ...told({ signal }),
      });
      if (answer.status < 200 || answer.status >= 300)
        throw uploadTrouble(answer.status, config.clock.nowMs());
    },
    transcode: async (accessToken, uploadId) => {
      const { transcode } = await calls.body(
        {
          accessToken,
          method: "GET",
          path: path`/media/upload/${uploadId}/transcoded`,
          query: { loudnorm: "false" },
          needs: manage,
        },
        TranscodeBody,
      );
      return transcodeOf(transcode);
    },
    uploadCover: async (accessToken, { image, coverType }) => {
      const fromUrl = "fromUrl" in image ? image.fromUrl.href : undefined;
      const { coverImage } = await calls.body(
        {
          accessToken,
          method: "POST",
          path: "/media/coverImage/user/me/upload",
          // Spelt differently from the icons'.
          query: { autoconvert: "true", coverType, imageUrl: fromUrl, filename: filenameOf(image) },
          ...("bytes" in image ? { bytes: image } : {}),
          needs: manage,
          repeat: "always",
        },
        CoverBody,
      );
      return { mediaId: coverImage.mediaId, url: coverImage.mediaUrl };
    },
    icons: async (accessToken, of) => {
      const { displayIcons } = await calls.body(
        { accessToken, method: "GET", path: `/media/displayIcons/user/${of}`, needs: icons },
        IconList,
      );
      return displayIcons.map(iconOf);
    },
    uploadIcon: async (accessToken, icon) => {
      const { displayIcon } = await calls.body(
        {
          accessToken,
          method: "POST",
          path: "/media/displayIcons/user/me/upload",
          query: { autoConvert: String(icon.convert), filename: icon.filename },
          bytes: icon,
          needs: icons,
          repeat: "always",
        },
        IconBody,
      );
      return { ...iconOf(displayIcon), isNew: displayIcon.new === true };
    },
  };
}

function transcodeOf(body: z.output<typeof TranscodeBody>["transcode"]): Transcode {
  const { transcodedSha256: mediaId, transcodedInfo: info, progress } = body;
  const phase = progress?.phase;
  if (mediaId === undefined)
    return phase !== undefined && failedPhases.has(phase.toLowerCase())
      ? { is: "failed", phase }
      : { is: "working", ...told({ phase, percent: progress?.percent }) };
  if (info?.format === undefined || info.duration === undefined)
    throw nonsense("a finished transcode that does not tell format and length");
  return {
    is: "done",
    audio: {
      mediaId,
      format: info.format,
      seconds: info.duration,
      bytes: info.fileSize ?? 0,
      ...told({ channels: info.channels }),
    },
  };
}

function iconOf({ mediaId, title, url, publicTags }: z.output<typeof Icon>) {
  return { mediaId, tags: publicTags, ...told({ title, url }) };
}

const filenameOf = (image: ImageBytes | { fromUrl: URL }) => ("bytes" in image ? image.filename : undefined);

/** The store behind the signed address answers in XML that helps nobody. */
function uploadTrouble(status: number, nowMs: number): YotoTrouble {
  return status === 403
    ? new YotoTrouble("unavailable", "The address for the upload has run out; ask for a new one", {
        detail: "HTTP 403",
      })
    : troubleOf({ status, headers: new Headers(), text: "" }, undefined, nowMs);
}
