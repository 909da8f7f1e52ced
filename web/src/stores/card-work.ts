import type {
  Card,
  CardChange,
  CardPreview,
  CardState,
  CardVersion,
  CardVersionDetail,
} from "../../../src/http/schema/card.ts";
import type { Job } from "../../../src/http/schema/job.ts";
import type { Page } from "../../../src/http/schema/page.ts";
import { request } from "../api/request.ts";
import { cardList } from "./cards.ts";

const pathOf = (id: string, more = "") => `/api/cards/${encodeURIComponent(id)}${more}`;
/** Yoto takes its time over a write, and over looking whether a lost one arrived. */
const patient = () => AbortSignal.timeout(90_000);

async function written(method: string, path: string, body: object = {}): Promise<Card> {
  const card = await request<Card>(method, path, { body, signal: patient() });
  cardList.refresh();
  return card;
}

/** Each throws `ApiFailure`. */
export const readCardState = (id: string) => request<CardState>("GET", pathOf(id, "/state"));
export const changeCard = (id: string, change: CardChange) => written("PATCH", pathOf(id), change);
export const previewCard = (id: string) =>
  request<CardPreview>("GET", pathOf(id, "/preview"), { signal: patient() });
export const publishCard = (id: string, shown?: string) =>
  written("POST", pathOf(id, "/publish"), shown === undefined ? {} : { shown });
export const discardCard = (id: string) => written("POST", pathOf(id, "/discard"));
export const streamCard = (id: string) => written("POST", pathOf(id, "/stream"));
export const duplicateCard = (id: string) => written("POST", pathOf(id, "/duplicate"));
export const splitChapter = (id: string, key: string) =>
  written("POST", pathOf(id, `/chapters/${encodeURIComponent(key)}/split`));
export const bakeCard = (id: string) => request<Job>("POST", pathOf(id, "/bake"), { body: {} });
export const steerJob = (id: string, act: "cancel" | "retry") =>
  request<Job>("POST", `/api/jobs/${encodeURIComponent(id)}/${act}`, { body: {} });

export const readVersions = (of: string) =>
  request<Page<CardVersion>>("GET", pathOf(of, "/versions?limit=100"));
export const readVersion = (of: string, atMs: number) =>
  request<CardVersionDetail>("GET", pathOf(of, `/versions/${atMs}`), { signal: patient() });
export const restoreVersion = (of: string, atMs: number, shown: string | undefined) =>
  request<{ yotoCardId: string }>("POST", pathOf(of, `/versions/${atMs}/restore`), {
    body: shown === undefined ? {} : { shown },
    signal: patient(),
  });
