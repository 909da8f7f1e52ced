// The script of the control page: posts what buttons and forms say, refreshes the sections, follows the journal.
const sections = document.querySelector("#sections");
const said = document.querySelector("#said");
const rows = document.querySelector("#journal");
const kindFilter = document.querySelector("#journal-kind");
const textFilter = document.querySelector("#journal-text");
const pause = document.querySelector("#journal-pause");
const keptRows = 300;

let silence;
/** Shown wherever the page is scrolled to, for as long as one needs to read it. */
function say(text, isProblem = false) {
  said.textContent = text;
  said.classList.toggle("problem", isProblem);
  clearTimeout(silence);
  silence = setTimeout(() => {
    said.textContent = "";
  }, 8_000);
}

async function call(target, body, label) {
  const [method, path] = target.split(" ");
  const answer = await fetch(path, {
    method,
    headers: { "Content-Type": "application/json" },
    ...(method === "DELETE" ? {} : { body: JSON.stringify(body) }),
  });
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) say(`Done: ${label}`);
  else say(json.error?.message ?? `Error ${answer.status}`, true);
  await refresh();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-call]");
  if (button !== null) call(button.dataset.call, JSON.parse(button.dataset.body), button.textContent);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-call]");
  if (form === null) return;
  event.preventDefault();
  const fields = {};
  for (const input of form.elements) {
    if (input.name === "") continue;
    const value = meantBy(input);
    if (value === undefined) return say(`"${input.value}" is not JSON, for example {"steps": 2}.`, true);
    fields[input.name] = value;
  }
  const { action, json, ...rest } = fields;
  if (form.dataset.actionIn === undefined) call(form.dataset.call, rest, event.submitter.textContent);
  else call(form.dataset.call + action, json, action);
});

function meantBy(input) {
  if (input.type === "number") return Number(input.value);
  if (input.dataset.json === undefined) return input.value;
  try {
    return JSON.parse(input.value || "{}");
  } catch {
    return undefined;
  }
}

/** A press on a button that is replaced before it is let go would go nowhere. */
let isPressing = false;
document.addEventListener("pointerdown", () => {
  isPressing = true;
});
for (const end of ["pointerup", "pointercancel"])
  document.addEventListener(end, () => {
    isPressing = false;
  });

/** Replaces only sections that changed and that nobody is typing in. */
async function refresh() {
  const answer = await fetch("/_pretend/sections").catch(() => undefined);
  if (answer?.ok !== true) {
    say("The pretend cloud does not answer.", true);
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const section of fresh.querySelectorAll("section")) {
    const current = sections.querySelector(`#${section.id}`);
    const focused = current?.contains(document.activeElement) ? document.activeElement : undefined;
    const busy = isPressing || focused?.matches("input, select") === true;
    if (current !== null && !busy && current.dataset.seen !== section.outerHTML) {
      const kept = document.importNode(section, true);
      kept.dataset.seen = section.outerHTML;
      keepChoices(current, kept);
      for (const open of current.querySelectorAll("details[open][data-keep]"))
        kept.querySelector(`details[data-keep="${open.dataset.keep}"]`)?.setAttribute("open", "");
      current.replaceWith(kept);
      const { call: target, body } = focused?.dataset ?? {};
      for (const button of target === undefined ? [] : kept.querySelectorAll("button[data-call]"))
        if (button.dataset.call === target && button.dataset.body === body) button.focus();
    }
  }
}

/** Selects and half-typed inputs keep what the person chose. */
function keepChoices(from, to) {
  const before = from.querySelectorAll("select, input:not([type=number])");
  const after = to.querySelectorAll("select, input:not([type=number])");
  if (before.length === after.length)
    for (const [at, input] of after.entries()) input.value = before[at].value;
}

function describe(entry) {
  switch (entry.kind) {
    case "mqtt":
      return [
        entry.direction === "to-broker" ? "says" : "hears",
        entry.clientId,
        `${entry.topic} ${entry.payload}`,
      ];
    case "http":
      return [
        `${entry.method} → ${entry.status}`,
        entry.deviceId ?? entry.from,
        `${entry.url} ${entry.requestBody ?? ""}`,
      ];
    case "connection":
      return ["connection", entry.clientId, entry.what];
    case "player":
      return [
        "player",
        entry.deviceId,
        `${entry.what} ${entry.detail === undefined ? "" : JSON.stringify(entry.detail)}`,
      ];
    case "fault":
      return ["fault", "", entry.what];
    default:
      return [entry.kind, "", JSON.stringify(entry)];
  }
}

const shown = (row) =>
  (kindFilter.value === "" || row.dataset.kind === kindFilter.value) &&
  row.textContent.toLowerCase().includes(textFilter.value.toLowerCase());

const waiting = [];
function add(entry) {
  const row = document.createElement("tr");
  row.dataset.kind = entry.kind;
  const time = new Date(entry.atMs).toISOString().slice(11, 23);
  for (const text of [time, ...describe(entry)]) {
    const cell = document.createElement("td");
    cell.textContent = text.length > 600 ? `${text.slice(0, 600)}…` : text;
    row.append(cell);
  }
  row.hidden = !shown(row);
  rows.prepend(row);
  while (rows.childElementCount > keptRows) rows.lastElementChild.remove();
}

for (const filter of [kindFilter, textFilter])
  filter.addEventListener("input", () => {
    for (const row of rows.children) row.hidden = !shown(row);
  });
pause.addEventListener("change", () => {
  if (!pause.checked) for (const entry of waiting.splice(0)) add(entry);
});

new EventSource("/_pretend/journal/stream").addEventListener("message", (event) => {
  const entry = JSON.parse(event.data);
  if (entry.kind === "request") return;
  if (!pause.checked) add(entry);
  else if (waiting.push(entry) > keptRows) waiting.shift();
});
setInterval(refresh, 1_000);
