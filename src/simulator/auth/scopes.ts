/** Every scope the pretend cloud knows, with what a person reads on the consent page. */
export const scopeTexts: Readonly<Record<string, string>> = {
  offline_access: "Stay connected when you are not here",
  openid: "Know who you are",
  profile: "See your name",
  email: "See your e-mail address",
  "family:view": "See your family",
  "family:devices:view": "See your players",
  "family:devices:control": "Control your players and see what they play",
  "family:devices:manage": "Change the settings of your players",
  "family:library:view": "See your library",
  "family:library:manage": "Change groups and pictures of your library",
  "user:content:view": "See the cards you made",
  "user:content:manage": "Make, change and delete cards",
  "user:icons:manage": "See and upload icons",
};

/** The scope of the retired REST status: asking for it ends the whole login. */
export const retiredScope = "family:device-status:view";

/** May post more than a hundred tracks; ticked for no client unless a seed says so. */
export const bulkScope = "user:content:manage-bulk";

const includes: Readonly<Record<string, readonly string[]>> = {
  "family:devices:manage": ["family:devices:view"],
  "family:library:manage": ["family:library:view"],
  "user:content:manage": ["user:content:view", "user:icons:manage"],
};

/** `a b  c` as a list without doubles. */
export function scopeList(scope: string | undefined): readonly string[] {
  return [...new Set((scope ?? "").split(/\s+/).filter((each) => each !== ""))];
}

/** Whether a token with these scopes may do what asks for `needed`; managing includes viewing. */
export function allows(granted: readonly string[], needed: string): boolean {
  return granted.some((each) => each === needed || (includes[each] ?? []).includes(needed));
}
