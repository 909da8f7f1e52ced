import { html } from "hono/html";
import type { Account } from "../store/accounts.ts";
import type { OAuthClient } from "./clients.ts";
import { scopeTexts } from "./scopes.ts";

type Html = ReturnType<typeof html>;

/** The frame all pages of the pretend cloud share. */
export function page(title: string, body: Html, wide = false): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Pretend Yoto</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_pretend/style.css">
</head>
<body class="${wide ? "wide" : "narrow"}">
${body}
</body>
</html>`;
}

const stamp = html`<p class="stamp">Pretend Yoto — nothing here reaches the real one</p>`;

/** Choose a family member, or type one; the passwords stand beside the names because nothing here is secret. */
export function loginPage(of: {
  readonly action: string;
  readonly request: string;
  readonly clientName: string;
  readonly accounts: readonly Account[];
  readonly problem?: string;
}): Html {
  const choices = of.accounts.map(
    (account) => html`<li><form method="post" action="${of.action}">
<input type="hidden" name="request" value="${of.request}">
<input type="hidden" name="email" value="${account.email}">
<input type="hidden" name="password" value="${account.password}">
<button type="submit" class="choice"><strong>${account.name}</strong>
<span>${account.email}</span><span>password: ${account.password}</span></button>
</form></li>`,
  );
  return page(
    "Log in",
    html`<main class="card">
${stamp}
<h1>Log in</h1>
<p>to let <strong>${of.clientName}</strong> in.</p>
${of.problem === undefined ? "" : html`<p role="alert" class="problem">${of.problem}</p>`}
<ul class="choices" aria-label="Pretend family members">${choices}</ul>
<details><summary>Type it instead</summary>
<form method="post" action="${of.action}" class="stack">
<input type="hidden" name="request" value="${of.request}">
<label>E-mail <input name="email" type="email" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit">Continue</button>
</form></details>
</main>`,
  );
}

/** What the app asks for, in words, with yes and no. */
export function consentPage(of: {
  readonly action: string;
  readonly request: string;
  readonly client: OAuthClient;
  readonly account: Account;
  readonly scopes: readonly string[];
}): Html {
  const wishes = of.scopes.map((scope) => html`<li>${scopeTexts[scope] ?? scope} <code>${scope}</code></li>`);
  return page(
    "Allow access",
    html`<main class="card">
${stamp}
<h1>${of.client.name} asks for access</h1>
<p>Hello ${of.account.name}. It would be allowed to:</p>
<ul class="scopes">${wishes}</ul>
<form method="post" action="${of.action}" class="row">
<input type="hidden" name="request" value="${of.request}">
<button type="submit" name="answer" value="accept">Accept</button>
<button type="submit" name="answer" value="decline" class="quiet">Decline</button>
</form>
</main>`,
  );
}

/** Something that cannot be sent back to the app. */
export function errorPage(title: string, sentence: string): Html {
  return page(
    title,
    html`<main class="card">${stamp}<h1>${title}</h1><p role="alert">${sentence}</p></main>`,
  );
}

/** Where the code on another screen is typed in. */
export function activatePage(of: { readonly userCode: string; readonly problem?: string }): Html {
  return page(
    "Connect a device",
    html`<main class="card">
${stamp}
<h1>Connect a device</h1>
${of.problem === undefined ? "" : html`<p role="alert" class="problem">${of.problem}</p>`}
<form method="get" action="/activate" class="stack">
<label>The code on its screen <input name="user_code" value="${of.userCode}" autocapitalize="characters" required></label>
<button type="submit">Continue</button>
</form>
</main>`,
  );
}

/** The end of a story told in one sentence. */
export function donePage(title: string, sentence: string): Html {
  return page(
    title,
    html`<main class="card">${stamp}<h1>${title}</h1><p role="status">${sentence}</p></main>`,
  );
}
