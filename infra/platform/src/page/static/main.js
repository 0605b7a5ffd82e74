// Wires the panes together.

import { startControls } from "./controls.js";
import { startInspector } from "./inspector.js";
import { startPhone } from "./phone.js";
import { startRecorder } from "./recorder.js";

function startTabs() {
  const tabs = document.querySelectorAll("[data-tab]");
  for (const tab of tabs) {
    tab.addEventListener("click", () => {
      document.body.dataset.pane = tab.dataset.tab;
      for (const other of tabs) {
        other.setAttribute("aria-pressed", String(other === tab));
      }
    });
  }
}

function closeOnOutsideClick() {
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll("details#faults[open], details#phone-menu[open]")) {
      if (!open.contains(event.target)) {
        open.open = false;
      }
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const open of document.querySelectorAll("details#faults[open], details#phone-menu[open]")) {
        open.open = false;
      }
    }
  });
}

startTabs();
closeOnOutsideClick();
startControls();
startPhone();
startInspector();
startRecorder();
