// The phone: who holds it, what it shows, what it sends.

import { avatar, Conversation } from "./bubbles.js";
import { beijing, simulatedNow } from "./controls.js";
import { button, byId, el, get, repeat, send } from "./dom.js";
import { showMenu } from "./menu.js";
import { askAndSend } from "./sheet.js";
import { labelOf, say } from "./words.js";

const state = { name: "li", era: null, last: null, typingMode: false, seen: {}, order: [], stays: false };
let conversation = null;
let polling = Promise.resolve();

export function currentPersona() {
  return state.name;
}

export async function act(name, more) {
  try {
    conversation.busy(name !== "follow" && name !== "unfollow");
    await send("POST", "/_sim/act", Object.assign({ persona: state.name, act: name }, more));
  } catch (error) {
    toast(error.message);
  } finally {
    conversation.busy(false);
    await poll();
  }
}

function toast(text) {
  const line = byId("toast");
  line.textContent = text;
  line.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { line.hidden = true; }, 4000);
}

// One poll after the other, so that no entry is drawn twice.
function poll() {
  polling = polling.catch(() => {}).then(pollOnce);
  return polling;
}

async function pollOnce() {
  const name = state.name;
  const phone = await get("/_sim/phone/" + encodeURIComponent(name) + "?after=" + conversation.last);
  if (name !== state.name) {
    return;
  }
  if (state.era !== null && phone.era !== state.era) {
    if (!state.stays) {
      window.location.reload();
      return;
    }
    state.era = phone.era;
    state.seen = {};
    turnTo(name);
    return;
  }
  state.era = phone.era;
  state.last = phone;
  state.seen[name] = phone.next;
  conversation.add(phone.items, phone.next, phone.now);
  showState(phone);
}

function showState(phone) {
  const gone = !phone.follows && phone.next > 0;
  byId("left").hidden = !gone;
  byId("welcome").hidden = phone.follows || gone;
  byId("typing").textContent = phone.typing ? say("typing") : "";
  const toggle = byId("follow-toggle");
  toggle.textContent = phone.follows ? toggle.dataset.unfollow : toggle.dataset.follow;
  toggle.classList.toggle("danger", phone.follows);
  const hasMenu = Boolean(phone.menu && phone.follows);
  const menuShown = hasMenu && !state.typingMode;
  byId("menu-bar").hidden = !menuShown;
  byId("composer").hidden = menuShown || gone;
  byId("to-menu").hidden = !hasMenu;
  if (menuShown || gone) {
    closePanel();
  }
  showMenu(phone.menu, act);
  showWindow(phone.window);
}

function showWindow(window) {
  const shown = byId("window-state");
  const now = simulatedNow();
  const left = window && now ? new Date(window.expires_at).getTime() - now : 0;
  const open = left > 0;
  byId("window").classList.toggle("open", open && window.left > 0);
  byId("window").classList.toggle("used", open && window.left === 0);
  if (!open) {
    shown.textContent = say("closed");
    return;
  }
  const seconds = Math.ceil(left / 1000);
  const hours = String(Math.floor(seconds / 3600)).padStart(2, "0");
  const countdown = hours + ":" + beijing(seconds * 1000 - 8 * 3600000).slice(14, 19);
  shown.textContent = window.left > 0 ? say("left", window.left, countdown) : say("used", countdown);
}

function setFont(size) {
  byId("font").value = size;
  byId("chat").style.setProperty("--said", size + "px");
}

function choose(persona) {
  state.name = persona.name;
  state.typingMode = false;
  closePanel();
  conversation.clear(state.order.indexOf(persona.name), persona);
  setFont(persona.font === "large" ? 22 : 16);
  showPersonas(showPersonas.latest);
  poll();
}

// While a transcript plays, its reset must not reload the page that waits for the result.
export function stays(on) {
  state.stays = on;
}

// Looks at the phone now; twice, because after a reset the first look only notices it.
export async function look() {
  await poll();
  await poll();
}

// Hands the phone to a resident, known or not.
export function turnTo(name) {
  const known = showPersonas.latest.find((persona) => persona.name === name);
  choose(known || { name, label: name, label_en: name, font: "normal" });
}

function showPersonas(personas) {
  showPersonas.latest = personas;
  state.order = personas.map((persona) => persona.name);
  const buttons = personas.slice(0, 6).map((persona, index) => {
    const label = labelOf(persona);
    const choice = button("", avatar(label, index), () => choose(persona));
    choice.append(el("span", "", label));
    choice.title = label;
    choice.setAttribute("aria-pressed", String(persona.name === state.name));
    const unread = persona.name !== state.name && persona.next > (state.seen[persona.name] || 0);
    choice.classList.toggle("unread", unread);
    return choice;
  });
  const shown = JSON.stringify(personas.map((p) => [p.name, p.next, state.seen[p.name]])) + state.name;
  if (shown !== showPersonas.shown) {
    showPersonas.shown = shown;
    byId("personas").replaceChildren(...buttons);
  }
}

function closePanel() {
  byId("to-send").hidden = true;
  byId("attach").setAttribute("aria-expanded", "false");
}

function startComposer() {
  const text = byId("say");
  const resize = () => {
    text.style.height = "auto";
    text.style.height = Math.min(text.scrollHeight + 2, 120) + "px";
    byId("send").hidden = text.value.trim() === "";
    byId("attach").hidden = text.value.trim() !== "";
  };
  text.addEventListener("input", resize);
  text.addEventListener("keydown", (event) => {
    // Enter while an input method composes chooses a word; it does not send.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      byId("composer").requestSubmit ? byId("composer").requestSubmit() : byId("send").click();
    }
  });
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    const said = text.value;
    if (said.trim() === "") {
      return;
    }
    text.value = "";
    resize();
    act("text", { text: said });
  });
}

function startBottom() {
  byId("to-keyboard").addEventListener("click", () => {
    state.typingMode = true;
    showState(state.last);
    byId("say").focus();
  });
  byId("to-menu").addEventListener("click", () => {
    state.typingMode = false;
    showState(state.last);
  });
  byId("attach").addEventListener("click", () => {
    const panel = byId("to-send");
    panel.hidden = !panel.hidden;
    byId("attach").setAttribute("aria-expanded", String(!panel.hidden));
    conversation.toEnd();
  });
  for (const choice of document.querySelectorAll("[data-send]")) {
    choice.addEventListener("click", () => {
      closePanel();
      askAndSend(choice.dataset.send, act);
    });
  }
  for (const follow of document.querySelectorAll("[data-act='follow']")) {
    follow.addEventListener("click", () => act("follow"));
  }
  byId("follow-toggle").addEventListener("click", () => {
    byId("phone-menu").open = false;
    act(state.last && state.last.follows ? "unfollow" : "follow");
  });
  byId("font").addEventListener("input", () => setFont(byId("font").value));
}

export async function startPhone() {
  conversation = new Conversation(byId("chat"), (text) => act("tap", { text }));
  startComposer();
  startBottom();
  const first = await get("/_sim/personas");
  showPersonas(first.personas);
  const asked = new URLSearchParams(window.location.search).get("persona");
  choose(first.personas.find((persona) => persona.name === asked) || first.personas[1]);
  repeat(poll, 900);
  repeat(async () => showPersonas((await get("/_sim/personas")).personas), 2000);
  setInterval(() => showWindow(state.last && state.last.window), 1000);
}
