import { html } from "hono/html";
import { page } from "../auth/pages.ts";
import type { Cloud } from "../cloud.ts";
import type { ControlledPlayer } from "../device-wire.ts";
import { button, type Html } from "./button.ts";
import type { Control } from "./control-routes.ts";
import { faultsSection } from "./faults-section.ts";

/** The page where a person watches the pretend world and troubles it. */
export function controlPage(cloud: Cloud, control: Control): Html {
  return page(
    "World",
    html`<header class="top">
<h1>Pretend Yoto</h1>
<p>A Yoto cloud in a box at <code>${cloud.origin()}</code>. Nothing here reaches the real one.</p>
<nav aria-label="On this page"><a href="#players">Players</a> <a href="#faults">Faults</a>
<a href="#connections">Connections</a> <a href="#accounts">Accounts</a> <a href="#clock">Clock</a>
<a href="#journal-title">Journal</a></nav>
<p role="status" id="said" aria-live="polite"></p>
</header>
<main id="sections">${controlSections(cloud, control)}</main>
<section aria-labelledby="journal-title" class="card journal">
<div class="row"><h2 id="journal-title">Journal</h2>
<label>Show <select id="journal-kind"><option value="">everything</option><option value="mqtt">messages</option>
<option value="http">requests</option><option value="connection">connections</option>
<option value="player">players</option><option value="fault">faults</option></select></label>
<label>containing <input id="journal-text" type="search"></label>
<label class="check"><input id="journal-pause" type="checkbox"> hold still</label></div>
<div class="scroll" tabindex="0" role="region" aria-label="Journal, newest first">
<table><thead><tr><th>Time</th><th>What</th><th>Who</th><th>Details</th></tr></thead><tbody id="journal"></tbody></table>
</div></section>
<script src="/_pretend/page.js" defer></script>`,
    true,
  );
}

/** The parts that change; the script fetches them again and again. */
export function controlSections(cloud: Cloud, control: Control): Html {
  return html`${playersSection(cloud, control)}${faultsSection(cloud)}${connectionsSection(control)}
${accountsSection(cloud)}${clockSection(cloud)}`;
}

function playersSection(cloud: Cloud, { players }: Control): Html {
  const cards = cloud.cards.list().filter((card) => !card.deleted);
  const list = [...players.values()].slice(0, 50);
  return html`<section class="card" id="players" aria-labelledby="players-title"><h2 id="players-title">Players</h2>
${list.length === 0 ? html`<p>None is switched on.</p>` : ""}
<div class="grid">${list.map((player) => playerCard(cloud, player, cards))}</div></section>`;
}

const quickActions = [
  { label: "Take card out", action: "remove", input: {} },
  { label: "Left button", action: "press-left", input: {} },
  { label: "Right button", action: "press-right", input: {} },
  { label: "Volume −", action: "turn-volume", input: { steps: -1 } },
  { label: "Volume +", action: "turn-volume", input: { steps: 1 } },
  { label: "Previous", action: "previous", input: {} },
  { label: "Next", action: "next", input: {} },
  { label: "Power", action: "power", input: {} },
  { label: "Lose Wi-Fi", action: "wifi", input: { on: false } },
  { label: "Find Wi-Fi", action: "wifi", input: { on: true } },
];

/** The line one sees before opening all the facts. */
function summary(state: Readonly<Record<string, unknown>>): string {
  const fact = (name: string) =>
    state[name] === null || state[name] === undefined ? "" : `${name} ${state[name]}`;
  return (
    ["state", "activeCard", "positionSeconds", "volume", "battery"].map(fact).filter(Boolean).join(" · ") ||
    "State"
  );
}

function playerCard(
  { devices }: Cloud,
  player: ControlledPlayer,
  cards: readonly { readonly cardId: string; readonly title: string }[],
): Html {
  const device = devices.get(player.deviceId);
  const path = `/players/${player.deviceId}`;
  const facts = Object.entries(player.state()).flatMap(([name, value]) => {
    const text = Array.isArray(value)
      ? ""
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
    return value === null || value === undefined || text === "" ? [] : [[name, text.slice(0, 300)] as const];
  });
  const simple = player.actions.filter((action) => action !== "insert");
  const quick = quickActions.filter(({ action }) => player.actions.includes(action));
  return html`<article class="inner" aria-label="${device?.name ?? player.deviceId}">
<h3>${device?.name ?? player.deviceId} <small>${device?.model ?? ""}</small></h3>
<details data-keep="${player.deviceId}"><summary>${summary(player.state())}</summary>
<dl>${facts.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl></details>
<div class="buttons">${quick.map(({ label, action, input }) => button(label, `${path}/${action}`, input))}</div>
${
  player.actions.includes("insert")
    ? html`<form data-call="POST /_pretend${path}/insert" class="row"><label>Card
<select name="cardId">${cards.map((card) => html`<option value="${card.cardId}">${card.title} (${card.cardId})</option>`)}</select>
</label><button type="submit">Put in</button></form>`
    : ""
}
<form data-call="POST /_pretend${path}/" data-action-in="action" class="row"><label>Do
<select name="action">${simple.map((action) => html`<option>${action}</option>`)}</select></label>
<label>with <input name="json" data-json placeholder='{"…": …}'></label><button type="submit">Go</button></form>
</article>`;
}

function connectionsSection({ broker }: Control): Html {
  const connections = broker.connections().slice(0, 100);
  return html`<section class="card" id="connections" aria-labelledby="connections-title">
<h2 id="connections-title">Connections to the broker</h2>
${connections.length === 0 ? html`<p>None.</p>` : ""}
<ul class="list">${connections.map(
    ({ clientId, is, sub, topics }) =>
      html`<li><strong>${is}</strong> <code>${clientId}</code> ${sub ?? ""} — ${topics.length} topics
${button("Kick", "/kick", { clientId })} ${button("Half open", "/freeze", { clientId })}</li>`,
  )}</ul>
${button("Kick all apps", "/kick", { all: true, onlyClients: true })} ${button("Kick all", "/kick", { all: true })}
</section>`;
}

function accountsSection({ accounts, clients, grants, switches }: Cloud): Html {
  const logins = Map.groupBy(grants.current(), ({ grant }) => grant.sub);
  return html`<section class="card" id="accounts" aria-labelledby="accounts-title"><h2 id="accounts-title">Accounts and apps</h2>
<ul class="list">${accounts
    .list()
    .slice(0, 100)
    .map(
      ({ sub, name, email, password }) =>
        html`<li><strong>${name}</strong> ${email}, password <code>${password}</code>, <code>${sub}</code> —
${logins.get(sub)?.length ?? 0} logins ${button("End its logins", `/accounts/${encodeURIComponent(sub)}/revoke`)}
${
  switches.autoConsentAs === sub
    ? button("Ask again", "/switches", { autoConsentAs: null }, "PATCH")
    : button("Always say yes", "/switches", { autoConsentAs: sub }, "PATCH")
}</li>`,
    )}</ul>
<form data-call="POST /_pretend/accounts" class="row"><label>New account <input name="name" required></label>
<button type="submit">Add</button></form>
<ul class="list">${clients
    .list()
    .slice(0, 100)
    .map(
      (client) =>
        html`<li><strong>${client.name}</strong> client id <code>${client.clientId}</code>${
          client.secret === undefined ? " (public)" : html`, secret <code>${client.secret}</code>`
        }${client.deviceCode ? ", device codes allowed" : ""}</li>`,
    )}</ul></section>`;
}

function clockSection({ clock, switches }: Cloud): Html {
  const virtual = "advance" in clock;
  return html`<section class="card" id="clock" aria-labelledby="clock-title"><h2 id="clock-title">Clock and switches</h2>
<p><time>${new Date(clock.nowMs()).toISOString()}</time> (${virtual ? "virtual" : "wall clock"})
${
  virtual
    ? html`${button("+ 10 s", "/clock", { advanceMs: 10_000 })} ${button("+ 5 min", "/clock", { advanceMs: 300_000 })}
${button("+ 1 h", "/clock", { advanceMs: 3_600_000 })}`
    : ""
}</p>
<ul class="list">${Object.entries(switches)
    .filter(([, value]) => typeof value === "boolean")
    .map(
      ([name, value]) =>
        html`<li><code>${name}</code> is ${value ? "on" : "off"} ${button("Change", "/switches", { [name]: !value }, "PATCH")}</li>`,
    )}</ul>
<form data-call="PATCH /_pretend/switches" class="row">${Object.entries(switches)
    .filter(([, value]) => typeof value === "number")
    .map(
      ([name, value]) =>
        html`<label>${name} <input name="${name}" type="number" min="0" value="${String(value)}"></label>`,
    )}<button type="submit">Set</button></form>
<div class="buttons">${button("No faults, all switches as at the start", "/reset")}</div></section>`;
}
