// One card of the inspector: a delivery of a callback, or a call of the API.

import { el, icon } from "./dom.js";
import { say } from "./words.js";

const CUT_MS = 5000;

function chip(text, kind) {
  return el("span", kind ? "chip " + kind : "chip", text);
}

function latency(ms, timedOut) {
  const share = timedOut ? 1 : Math.min(ms / CUT_MS, 1);
  const fill = el("span", "");
  fill.style.width = Math.max(share * 100, 2) + "%";
  const kind = timedOut || share > 0.9 ? "track bad" : share > 0.4 ? "track warn" : "track";
  const track = el("div", kind, fill);
  track.title = (timedOut ? say("tooLate") : ms + " ms") + " / 5 s";
  return track;
}

function head(entry, name, symbol) {
  const row = el("div", "row", icon(symbol), el("span", "what", name));
  if (entry.persona) {
    row.append(el("span", "who", entry.persona));
  }
  row.append(el("span", "time", entry.at.slice(11, 19)));
  return row;
}

function callbackChips(entry) {
  const chips = el("div", "chips");
  if (entry.attempt > 1) {
    chips.append(chip(say("retry", entry.attempt), "warn"));
  }
  chips.append(entry.request_signed ? chip(say("signed"), "good") : chip(say("forged"), "bad"));
  if (entry.sealed) {
    chips.append(chip(say("aes"), "good"));
  }
  if (entry.timed_out) {
    chips.append(chip(say("noAnswer"), "bad"));
  } else if (entry.status) {
    chips.append(chip(String(entry.status), entry.status === 200 ? "" : "bad"));
  }
  const verdicts = {
    success: () => chip(say("success")),
    reply: () => chip(say("replied", new TextEncoder().encode(entry.reply_plain || "").length), "good"),
    fault: () => chip(say("fault"), "bad"),
    retry: () => chip(say("again"), "warn"),
  };
  chips.append(verdicts[entry.verdict]());
  chips.append(el("span", "latency", entry.timed_out ? say("tooLate") : entry.latency_ms + " ms / 5 s"));
  return chips;
}

function apiChips(entry) {
  const chips = el("div", "chips");
  if (!entry.answered) {
    chips.append(chip(say("noAnswer"), "bad"));
  } else if (entry.status !== 200) {
    chips.append(chip("HTTP " + entry.status, "bad"));
  }
  if (entry.errcode !== null) {
    chips.append(chip("errcode " + entry.errcode, entry.errcode === 0 ? "good" : "bad"));
  }
  const left = (window) => (window ? window.left : 0);
  if (entry.window_before || entry.window_after) {
    chips.append(chip(say("window") + " " + left(entry.window_before) + " → " + left(entry.window_after)));
  }
  const spent = el("span", "latency", entry.latency_ms + " ms");
  chips.append(spent);
  return chips;
}

function part(box, title, text, format) {
  if (text === null || text === undefined || text === "") {
    return;
  }
  const block = el("pre", "");
  block.tabIndex = 0;
  block.append(...format(text));
  box.append(el("h3", "", title), block);
}

function callbackParts(entry) {
  const box = el("div", "parts");
  if (entry.error) {
    box.append(el("p", "", entry.error));
  }
  part(box, say("plain") + (entry.msg_id ? " · MsgId " + entry.msg_id : ""), entry.plain, xml);
  part(box, say("replyPlain") + signedTail(entry), entry.reply_plain, xml);
  part(box, say("query"), entry.query, json);
  part(box, say("sealed"), entry.sealed, xml);
  part(box, say("replySealed"), entry.reply_sealed, xml);
  return box;
}

function signedTail(entry) {
  if (entry.reply_signed === null) {
    return "";
  }
  return " · " + say(entry.reply_signed ? "replySigned" : "replyForged");
}

function apiParts(entry) {
  const box = el("div", "parts");
  part(box, entry.method + " " + entry.route, entry.query, json);
  part(box, say("request"), entry.request, json);
  if (entry.files.length > 0) {
    part(box, say("request"), entry.files, json);
  }
  part(box, say("answer"), entry.answer, json);
  return box;
}

function json(value) {
  let shown = value;
  if (typeof value === "string") {
    try {
      shown = JSON.parse(value);
    } catch (error) {
      return [value];
    }
  }
  return [JSON.stringify(shown, null, 2)];
}

// Lines with two spaces a level; an element that holds only text stays on one line.
function xml(text) {
  const tokens = text.match(/<!\[CDATA\[[\s\S]*?\]\]>|<[^>]*>|[^<]+/g) || [];
  const out = [];
  let depth = 0;
  let afterText = false;
  for (const token of tokens) {
    const tag = token.startsWith("<") && !token.startsWith("<![CDATA[");
    const closing = token.startsWith("</");
    if (closing) {
      depth -= 1;
    }
    if (tag && !(closing && afterText) && out.length > 0) {
      out.push("\n" + "  ".repeat(Math.max(depth, 0)));
    }
    out.push(el("span", tag ? "tag" : "data", token));
    if (tag && !closing && !token.endsWith("/>")) {
      depth += 1;
    }
    afterText = !tag;
  }
  return out;
}

export function card(entry, fresh) {
  const callback = entry.kind === "callback";
  const name = callback ? entry.what : entry.route.replace("/cgi-bin/", "");
  const summary = el("summary", "", head(entry, name, callback ? "in" : "out"));
  summary.append(callback ? callbackChips(entry) : apiChips(entry));
  if (callback) {
    summary.append(latency(entry.latency_ms, entry.timed_out));
  }
  const box = el("details", "entry " + entry.kind + (fresh ? " fresh" : ""), summary);
  // Only what is opened is drawn.
  box.addEventListener("toggle", () => {
    if (box.open && box.children.length === 1) {
      box.append(callback ? callbackParts(entry) : apiParts(entry));
    }
  });
  return box;
}
