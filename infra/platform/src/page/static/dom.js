// Building elements and talking to the simulator. Text only ever enters as text.

export function byId(id) {
  return document.getElementById(id);
}

export function el(name, className, ...children) {
  const element = document.createElement(name);
  if (className) {
    element.className = className;
  }
  for (const child of children) {
    if (child !== null && child !== undefined) {
      element.append(child);
    }
  }
  return element;
}

export function button(className, label, onClick) {
  const element = el("button", className, label);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", "#i-" + name);
  svg.append(use);
  return svg;
}

export function get(path) {
  return answer(fetch(path, { headers: { accept: "application/json" } }));
}

export function send(method, path, body) {
  const headers = { "content-type": "application/json" };
  return answer(fetch(path, { method, headers, body: JSON.stringify(body || {}) }));
}

export function sendText(path, text) {
  return answer(fetch(path, { method: "POST", headers: { "content-type": "text/plain; charset=utf-8" }, body: text }));
}

async function answer(request) {
  const response = await request;
  const value = await response.json();
  if (!response.ok) {
    throw Object.assign(new Error(value.error || response.statusText), { lines: value.lines });
  }
  return value;
}

// Runs `work` again and again, slower when the page is hidden or the simulator is away.
export function repeat(work, ms) {
  let failures = 0;
  async function turn() {
    try {
      await work();
      failures = 0;
    } catch (error) {
      failures += 1;
    }
    const pause = document.hidden ? ms * 5 : ms;
    setTimeout(turn, Math.min(pause * (1 + failures), 10000));
  }
  turn();
}
