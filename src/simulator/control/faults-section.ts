import { html } from "hono/html";
import type { Cloud } from "../cloud.ts";
import type { Fault } from "../faults.ts";
import { button, type Html } from "./button.ts";
import { faultPresets } from "./fault-presets.ts";

/** What goes wrong at the moment, and what can be made to. */
export function faultsSection({ faults }: Cloud): Html {
  const active = faults.list();
  const groups = Map.groupBy(faultPresets, ({ group }) => group);
  return html`<section class="card" id="faults" aria-labelledby="faults-title"><h2 id="faults-title">Faults</h2>
${
  active.length === 0
    ? html`<p>None in force.</p>`
    : html`<ul class="list" aria-label="In force">${active.map(
        (fault) =>
          html`<li><span>${calledOf(fault)} <small>${leftOf(fault)}</small></span> ${button("Remove", `/faults/${fault.id}`, {}, "DELETE")}</li>`,
      )}</ul>${button("Remove all", "/faults", {}, "DELETE")}`
}
${[...groups].map(
  ([group, presets]) => html`<h3>${group}</h3>
<div class="buttons">${presets.map(({ title, rule }) => button(title, "/faults", rule))}</div>`,
)}
<details data-keep="other-fault"><summary>Another fault</summary>
<p>At any path, topic, connection (<code>{"mqtt": "connect"}</code>) or transcode (<code>{"work": "transcode"}</code>);
<code>*</code> stops at a slash, <code>**</code> does not.</p>
<form data-call="POST /_pretend/faults" class="stack">
<label>Where <input name="where" data-json required value='{"method": "GET", "path": "/content/*"}'></label>
<label>What <input name="what" data-json required value='{"do": "status", "status": 500}'></label>
<label>How often <input name="times" type="number" min="1" value="2" required></label>
<button type="submit">Throw it</button></form></details>
</section>`;
}

function calledOf({ where, what, times }: Fault): string | Html {
  const rule = JSON.stringify([where, what, times]);
  const preset = faultPresets.find((each) => {
    const { where, what, times } = each.rule;
    return JSON.stringify([where, what, times]) === rule;
  });
  if (preset !== undefined) return `${preset.group}: ${preset.title}`;
  return html`<code>${JSON.stringify(what)}</code> at <code>${JSON.stringify(where)}</code>`;
}

function leftOf({ times = 1, usedTimes, forMs }: Fault): string {
  const used = usedTimes === 0 ? "not met yet" : `met ${usedTimes} ${usedTimes === 1 ? "time" : "times"}`;
  if (times !== "always") return `${used}, ${times - usedTimes} to go`;
  return `${used}, ${forMs === undefined ? "until removed" : "ends by itself"}`;
}
