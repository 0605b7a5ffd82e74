// The conversation: bubbles, cards, time lines.

import { button, el, icon } from "./dom.js";
import { labelOf, say, shortTime } from "./words.js";

const PAUSE_MS = 5 * 60 * 1000;
const SERVICE_FAULT = "该公众号提供的服务出现故障";

export function avatar(label, index) {
  const letter = label.replace(/^(旅客|投诉人)\s*/, "").slice(0, 1).toUpperCase();
  const shown = el("span", "avatar p" + (index % 5), letter);
  shown.setAttribute("aria-hidden", "true");
  return shown;
}

function accountAvatar() {
  const shown = el("span", "avatar account", "渠");
  shown.setAttribute("aria-hidden", "true");
  return shown;
}

export class Conversation {
  constructor(box, onTap) {
    this.box = box;
    this.onTap = onTap;
    this.last = 0;
    this.lastMs = 0;
    this.spinner = null;
  }

  clear(index, persona) {
    this.index = index;
    this.label = labelOf(persona);
    this.last = 0;
    this.lastMs = 0;
    this.first = true;
    this.box.replaceChildren(el("p", "start", say("start")));
  }

  add(items, next, now) {
    if (items.length === 0) {
      this.last = next;
      this.first = false;
      return;
    }
    const start = this.box.querySelector(".start");
    if (start) {
      start.remove();
    }
    for (const item of items) {
      this.timeLine(item, now);
      this.box.append(item.via === "system" ? this.note(item) : this.line(item));
    }
    this.last = next;
    this.first = false;
    this.keepSpinnerLast();
    this.toEnd();
  }

  timeLine(item, now) {
    const ms = new Date(item.at).getTime();
    if (ms - this.lastMs > PAUSE_MS) {
      this.box.append(el("p", "when", shortTime(item.at, now)));
    }
    this.lastMs = ms;
  }

  note(item) {
    return el("p", item.text.startsWith(SERVICE_FAULT) ? "note failed" : "note", item.text);
  }

  line(item) {
    const mine = item.from === "resident";
    const said = el("div", "said", mine ? this.own(item) : this.received(item));
    if (mine && item.msgtype === "voice" && item.text.length > 5) {
      said.append(el("div", "recognised", item.text.slice(5)));
    }
    if (item.via === "custom") {
      said.append(el("span", "badge", say("custom", item.quota_left)));
    } else if (item.via === "mass") {
      said.append(el("span", "badge mass", say("mass")));
    }
    const face = mine ? avatar(this.label, this.index) : accountAvatar();
    const kind = mine ? "line resident-line" : "line account-line";
    return el("div", this.first ? kind : kind + " fresh", face, said);
  }

  own(item) {
    if (item.picture) {
      return this.picture(item);
    }
    switch (item.msgtype) {
      case "voice":
        return el("div", "bubble voice-line", "3″", icon("voice"));
      case "location": {
        const map = el("div", "map", icon("place"));
        return el("div", "card", el("strong", "", item.text), map);
      }
      case "link":
        return el("div", "card link", el("strong", "", item.text), icon("link"));
      case "sticker":
        return el("div", "sticker-face", icon("sticker"));
      default:
        return el("div", "bubble", item.text);
    }
  }

  picture(item) {
    const image = el("img", "picture");
    image.src = item.picture;
    image.alt = item.text;
    image.addEventListener("load", () => this.toEnd());
    const wrap = el("div", "picture-wrap", image);
    if (item.msgtype === "video") {
      wrap.classList.add("playable");
      wrap.append(icon("play"));
    }
    return wrap;
  }

  received(item) {
    if (item.picture) {
      return this.picture(item);
    }
    const bubble = el("div", "bubble");
    for (const part of item.html_safe_parts) {
      if (part.kind === "text") {
        bubble.append(part.text);
      } else if (part.kind === "web") {
        const link = el("a", "", part.text);
        link.href = part.href;
        link.target = "_blank";
        link.rel = "noopener noreferrer";
        bubble.append(link);
      } else {
        bubble.append(button("in-text", part.text, () => this.onTap(part.text)));
      }
    }
    return bubble;
  }

  busy(on) {
    if (this.spinner) {
      this.spinner.remove();
      this.spinner = null;
    }
    if (on) {
      this.spinner = el("div", "line account-line", accountAvatar(), el("span", "sending"));
      this.box.append(this.spinner);
      this.toEnd();
    }
  }

  keepSpinnerLast() {
    if (this.spinner) {
      this.box.append(this.spinner);
    }
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight;
  }
}
