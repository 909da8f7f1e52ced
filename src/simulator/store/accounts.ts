import type { PretendChance } from "../chance.ts";

/** A grown-up who can log in. Several may share a family. */
export type Account = {
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly familyId: string;
  /** Overrides the lifetime of its access tokens. */
  readonly accessTokenSeconds?: number;
};

export type NewAccount = {
  readonly name: string;
  readonly sub?: string;
  readonly email?: string;
  readonly password?: string;
  /** Joins this family; left out, a new one. */
  readonly familyId?: string;
  readonly accessTokenSeconds?: number;
};

/** Who may log in to the pretend cloud. */
export type Accounts = {
  add(account: NewAccount): Account;
  get(sub: string): Account | undefined;
  byEmail(email: string): Account | undefined;
  ofFamily(familyId: string): readonly Account[];
  list(): readonly Account[];
  remove(sub: string): void;
};

export function createAccounts(chance: PretendChance): Accounts {
  const accounts = new Map<string, Account>();
  const list = () => [...accounts.values()];
  return {
    add: (given) => {
      const account: Account = {
        name: given.name,
        sub: given.sub ?? `auth0|${hex(chance, 24)}`,
        email: given.email ?? `${given.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ".")}@family.example`,
        password: given.password ?? `pretend-${chance.alphanumerics(4).toLowerCase()}`,
        familyId: given.familyId ?? `family${hex(chance, 18)}`,
        ...(given.accessTokenSeconds === undefined ? {} : { accessTokenSeconds: given.accessTokenSeconds }),
      };
      accounts.set(account.sub, account);
      return account;
    },
    get: (sub) => accounts.get(sub),
    byEmail: (email) => list().find((account) => account.email === email.trim().toLowerCase()),
    ofFamily: (familyId) => list().filter((account) => account.familyId === familyId),
    list,
    remove: (sub) => void accounts.delete(sub),
  };
}

/** `length` lower-case hexadecimal digits. */
export function hex(chance: PretendChance, length: number): string {
  return Array.from({ length }, () => Math.floor(chance.fraction() * 16).toString(16)).join("");
}
