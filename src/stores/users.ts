import { z } from "zod";
import type { UserName } from "../domain/ids.ts";
import type { User } from "../domain/user.ts";
import type { Table, Written } from "../ports/table.ts";
import { type Listed, type PageWanted, pageOf, recordsOf, type Versioned } from "./records.ts";
import { ids } from "./schemas.ts";

const schema: z.ZodType<User> = z.object({
  name: ids.user,
  role: z.enum(["admin", "member"]),
  passwordHash: z.string(),
  createdAtMs: z.number(),
});

/** The people who may sign in, by name. */
export type Users = {
  get(name: UserName): Promise<Versioned<User> | undefined>;
  /** By name. */
  list(page?: PageWanted): Promise<Listed<User>>;
  /** Refused when the name is taken. */
  create(user: User): Promise<Written>;
  save(user: User, ifVersion: number): Promise<Written>;
  /** Their sessions and tokens are not theirs to take along: revoke those first. */
  delete(name: UserName): Promise<void>;
};

/** {@link Users} over a table. */
export function createUsers(table: Table): Users {
  const records = recordsOf(table, {
    schema,
    place: ({ name }) => ({ ...keyOf(name), index: { pk: "USER", sk: name } }),
  });
  return {
    get: (name) => records.get(keyOf(name)),
    list: (page) => records.page({ pk: "USER", inIndex: true, ...pageOf(page) }),
    create: (user) => records.put(user, { ifAbsent: true }),
    save: (user, ifVersion) => records.put(user, { ifVersion }),
    async delete(name) {
      await records.delete(keyOf(name));
    },
  };
}

function keyOf(name: UserName) {
  return { pk: `USER#${name}`, sk: "PROFILE" };
}
