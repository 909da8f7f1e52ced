import type { BulkEdit, CardsEdit, CardsEditPreview } from "../../../src/http/schema/card-edit.ts";
import type { Job } from "../../../src/http/schema/job.ts";
import { request } from "../api/request.ts";

/** Yoto is asked for each card. */
const patient = () => AbortSignal.timeout(180_000);
const pathOf = (id: string, more = "") => `/api/cards/edits/${encodeURIComponent(id)}${more}`;

/** Each throws `ApiFailure`. */
export const previewCardsEdit = (cards: readonly string[], edit: BulkEdit) =>
  request<CardsEditPreview>("POST", "/api/cards/edits/preview", { body: { cards, edit }, signal: patient() });
export const editCards = (cards: readonly string[], edit: BulkEdit) =>
  request<Job>("POST", "/api/cards/edits", { body: { cards, edit } });
export const readCardsEdit = (id: string) => request<CardsEdit>("GET", pathOf(id));
export const undoCardsEdit = (id: string) => request<Job>("POST", pathOf(id, "/undo"), { body: {} });
