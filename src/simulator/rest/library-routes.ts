import { Hono } from "hono";
import type { Cloud } from "../cloud.ts";
import type { Account } from "../store/accounts.ts";
import type { Card } from "../store/cards.ts";
import { modelFacts } from "../store/devices.ts";
import type { LibraryEntry } from "../store/library.ts";
import { callerOf } from "./caller.ts";
import { cardSummary } from "./card-view.ts";
import { groupView } from "./group-routes.ts";

type Deps = Pick<Cloud, "accounts" | "cards" | "devices" | "families" | "tokens" | "clock" | "origin">;

/**
 * `/card/family/library` and `/user/family`.
 * @see https://yoto.dev/api/getfamilylibrary/
 */
export function libraryRoutes(deps: Deps): Hono {
  const { accounts, cards, devices, families, clock, origin } = deps;
  const app = new Hono();

  const physical = (familyId: string, entry: LibraryEntry, card: Card | undefined) => ({
    ...entry,
    familyId,
    masterUid: entry.provenanceId,
    card: card === undefined ? { cardId: entry.cardId } : { ...cardSummary(card), availability: "free" },
  });

  /** Cards a family member made stand in the library too, marked as not belonging to it. */
  const made = (account: Account, card: Card) => ({
    cardId: card.cardId,
    reason: "user-created",
    shareType: "private",
    familyId: account.familyId,
    provenanceId: card._id,
    inFamilyLibrary: false,
    addedAt: card.createdAt,
    createdAt: card.createdAt,
    updatedAt: card.updatedAt,
    card: cardSummary(card),
  });

  app.get("/card/family/library", async (c) => {
    const account = await callerOf(deps, c, "family:library:view");
    const { familyId } = account;
    const { library, groups } = families.shelf(familyId);
    const showExpired = c.req.query("showexpired") === "true";
    const showDeleted = c.req.query("showdeleted") === "true";
    const now = new Date(clock.nowMs()).toISOString();
    const entries = [...library.values()]
      .filter((entry) => showExpired || entry.accessExpiresAt === undefined || entry.accessExpiresAt > now)
      .map((entry) => physical(familyId, entry, cards.get(entry.cardId)));
    const own = accounts
      .ofFamily(familyId)
      .flatMap((member) => cards.ofUser(member.sub).map((card) => ({ member, card })))
      .filter(({ card }) => (showDeleted || !card.deleted) && !library.has(card.cardId))
      .map(({ member, card }) => made(member, card));
    return c.json({
      cards: [...entries, ...own],
      subscriptions: [],
      ...(c.req.query("view") === "groups"
        ? { groups: [...groups.values()].map((group) => groupView(group, familyId, origin())) }
        : {}),
    });
  });

  app.get("/user/family", async (c) => {
    const { familyId } = await callerOf(deps, c, "family:view");
    return c.json({
      family: {
        FamilyId: familyId,
        Members: accounts
          .ofFamily(familyId)
          .map(({ sub, name, email }) => ({ UserId: sub, Name: name, Email: email })),
        Devices: devices.ofFamily(familyId).map((device) => ({
          DeviceId: device.deviceId,
          Name: device.name,
          DeviceType: modelFacts(device.model).deviceType,
        })),
      },
    });
  });

  return app;
}
