/** A parent at the API: keeps the cookie and speaks JSON. */
export type Parent = {
  /** Throws with the API's own words when the answer is not a success. */
  ask<Answer = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The answer as it is. */
  send(method: string, path: string, init?: RequestInit): Promise<Response>;
};

/** Somebody who opens `url` and has not signed in. */
export function aParent(url: string): Parent {
  let cookie = "";
  const send: Parent["send"] = async (method, path, init = {}) => {
    const headers = new Headers(init.headers);
    if (cookie !== "") headers.set("cookie", cookie);
    const answer = await fetch(`${url}${path}`, { ...init, method, headers, redirect: "manual" });
    const set = answer.headers.getSetCookie()[0];
    if (set !== undefined) cookie = set.split(";")[0] ?? "";
    return answer;
  };
  return {
    send,
    async ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
      const json =
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
      const answer = await send(method, path, json);
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
      return (text === "" ? {} : JSON.parse(text)) as Answer;
    },
  };
}

/** The first parent of a family: registers and is signed in. */
export async function theFirstParent(url: string): Promise<Parent> {
  const parent = aParent(url);
  await parent.ask("POST", "/api/session/setup", { name: "anna", password: "a long password" });
  return parent;
}
