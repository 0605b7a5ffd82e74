// The menu bar: up to three columns, up to five entries each.

import { button, byId, el } from "./dom.js";

let shown = null;
let open = null;

function close() {
  if (open) {
    open.remove();
    open = null;
  }
}

function press(leaf, parent, act) {
  close();
  const path = parent ? parent.name + "/" + leaf.name : leaf.name;
  act("menu", leaf.key ? { key: leaf.key } : { text: path });
}

function column(top, act) {
  const box = el("div", "");
  const below = top.sub_button || [];
  if (below.length === 0) {
    box.append(button("", top.name, () => press(top, null, act)));
    return box;
  }
  const opener = button("has-sub", top.name, (event) => {
    event.stopPropagation();
    const mine = open && open.parentElement === box;
    close();
    opener.setAttribute("aria-expanded", String(!mine));
    if (!mine) {
      open = el("div", "submenu", ...below.map((leaf) => button("", leaf.name, () => press(leaf, top, act))));
      box.append(open);
    }
  });
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-haspopup", "true");
  box.append(opener);
  return box;
}

export function showMenu(menu, act) {
  const text = JSON.stringify(menu);
  if (text === shown) {
    return;
  }
  shown = text;
  close();
  const tops = menu ? menu.button : [];
  byId("menu-buttons").replaceChildren(...tops.map((top) => column(top, act)));
}

document.addEventListener("click", close);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    close();
  }
});
