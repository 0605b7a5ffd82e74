// The inspector: newest on top, filtered by kind and resident.

import { card } from "./cards.js";
import { byId, get, repeat } from "./dom.js";
import { currentPersona } from "./phone.js";

const SHOWN = 150;
const state = { after: 0, era: null, filter: "all", entries: [], first: true };

function fits(entry) {
  const kind = state.filter === "all" || entry.kind === state.filter;
  return kind && (!byId("only-this").checked || entry.persona === currentPersona());
}

function redraw() {
  const cards = state.entries.filter(fits).slice(-SHOWN).reverse().map((entry) => entry.card);
  byId("wire").replaceChildren(...cards);
  if (cards.length === 0) {
    byId("wire").append(state.empty);
  }
}

async function poll() {
  const answer = await get("/_sim/wire?after=" + state.after);
  if (state.era !== null && answer.era !== state.era) {
    Object.assign(state, { after: 0, era: answer.era, entries: [] });
    redraw();
    await poll();
    return;
  }
  state.era = answer.era;
  if (answer.items.length === 0) {
    return;
  }
  state.after = answer.next;
  for (const entry of answer.items) {
    entry.card = card(entry, !state.first);
    state.entries.push(entry);
    if (fits(entry)) {
      state.empty.remove();
      byId("wire").prepend(entry.card);
    }
  }
  state.entries = state.entries.slice(-SHOWN * 2);
  while (byId("wire").children.length > SHOWN) {
    byId("wire").lastElementChild.remove();
  }
}

export function startInspector() {
  state.empty = byId("wire-empty");
  const filters = document.querySelectorAll("[data-filter]");
  for (const filter of filters) {
    filter.addEventListener("click", () => {
      state.filter = filter.dataset.filter;
      for (const other of filters) {
        other.setAttribute("aria-pressed", String(other === filter));
      }
      redraw();
    });
  }
  byId("only-this").addEventListener("change", redraw);
  repeat(async () => {
    await poll();
    state.first = false;
  }, 1000);
}
