// Clock, faults, start over.

import { byId, get, repeat, send } from "./dom.js";
import { longTime, say } from "./words.js";

// Difference between simulated and real time, kept so that the seconds run without asking.
let offset = 0;
let known = false;

export function simulatedNow() {
  return known ? Date.now() + offset : null;
}

// ISO text in Beijing of a moment in milliseconds.
export function beijing(ms) {
  return new Date(ms + 8 * 3600000).toISOString().slice(0, 19) + "+08:00";
}

function showClock() {
  const now = simulatedNow();
  if (now === null) {
    return;
  }
  const iso = beijing(now);
  byId("clock-now").textContent = longTime(iso);
  byId("phone-time").textContent = iso.slice(11, 16);
}

async function readClock(answer) {
  const clock = answer || (await get("/_sim/clock"));
  offset = new Date(clock.now).getTime() + 500 - Date.now();
  known = true;
  const moved = Math.abs(clock.offset_ms) > 1000;
  byId("clock-now").classList.toggle("moved", moved);
  byId("clock-reset").hidden = !moved;
  showClock();
}

function showFaults(answer) {
  const on = new Map(answer.on.map((fault) => [fault.fault, fault]));
  for (const box of document.querySelectorAll("[data-fault]")) {
    box.checked = on.has(box.dataset.fault);
  }
  const count = byId("fault-count");
  count.textContent = String(answer.on.length);
  count.hidden = answer.on.length === 0;
  byId("faults").classList.toggle("on", answer.on.length > 0);
}

async function switchFault(box) {
  if (box.dataset.fault === "token_expired") {
    await send("POST", "/_sim/fault", { fault: "token_expired" });
    setTimeout(() => { box.checked = false; }, 400);
    return;
  }
  const path = "/_sim/fault?fault=" + encodeURIComponent(box.dataset.fault);
  const turned = box.checked
    ? send("POST", "/_sim/fault", { fault: box.dataset.fault })
    : send("DELETE", path);
  showFaults(await turned);
}

function startClock() {
  for (const pressed of document.querySelectorAll("[data-clock]")) {
    pressed.addEventListener("click", async () => {
      const [name, value] = pressed.dataset.clock.split(":");
      await readClock(await send("POST", "/_sim/clock", { [name]: name === "reset" ? true : value }));
    });
  }
  setInterval(showClock, 1000);
  repeat(readClock, 5000);
}

function startFaults() {
  for (const box of document.querySelectorAll("[data-fault]")) {
    box.addEventListener("change", () => switchFault(box));
  }
  for (const once of document.querySelectorAll("[data-once]")) {
    once.addEventListener("click", async () => {
      showFaults(await send("POST", "/_sim/fault", { fault: once.dataset.once, times: 1 }));
    });
  }
  byId("clear-faults").addEventListener("click", async () => showFaults(await send("DELETE", "/_sim/fault")));
  repeat(async () => showFaults(await get("/_sim/fault")), 2500);
}

export function startControls() {
  startClock();
  startFaults();
  byId("reset").addEventListener("click", async () => {
    if (window.confirm(say("resetSure"))) {
      await send("POST", "/_sim/reset");
      window.location.reload();
    }
  });
}
