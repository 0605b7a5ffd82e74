// ● records what happens as a transcript; ▶ plays one and shows what came of each step.

import { byId, el, get, repeat, send, sendText } from "./dom.js";
import { look, stays, turnTo } from "./phone.js";
import { say } from "./words.js";

const state = { on: false, playing: false };

function showRecording(status) {
  state.on = status.on;
  const record = byId("record");
  record.setAttribute("aria-pressed", String(status.on));
  record.setAttribute("aria-label", say(status.on ? "stopRecording" : "record"));
  record.querySelector("span").textContent = say(status.on ? "stop" : "record");
  byId("record-count").textContent = String(status.steps);
  byId("record-count").hidden = !status.on;
  showPossible();
}

function showPossible() {
  byId("record").disabled = state.playing;
  if (byId("play")) {
    byId("play").disabled = state.on || state.playing;
  }
}

function download() {
  const link = el("a", "");
  link.href = "/_sim/recording";
  link.download = say("recordFile");
  document.body.append(link);
  link.click();
  link.remove();
}

async function toggle() {
  const wasOn = state.on;
  showRecording(await send("POST", "/_sim/recording", { on: !wasOn }));
  if (wasOn) {
    download();
  }
}

function stepOf(step) {
  const [mark, word] = step.ok === null ? ["·", "skipped"] : step.ok ? ["✓", "done"] : ["✗", "missed"];
  const shown = el("span", "mark-" + word, mark);
  shown.setAttribute("role", "img");
  shown.setAttribute("aria-label", say(word));
  const line = el("li", word, shown, el("code", "", step.text));
  line.value = step.line;
  if (step.ok === false) {
    const rows = [["expected", step.expected], ["heard", step.heard]];
    line.append(el("dl", "", ...rows.flatMap(([name, text]) => [el("dt", "", say(name)), el("dd", "", text)])));
  }
  return line;
}

function wrongLine(wrong) {
  const line = el("li", "missed", el("code", "", wrong.text), el("p", "", wrong.reason));
  line.value = wrong.line;
  return line;
}

function show(verdict, kind, lines) {
  byId("played-verdict").textContent = verdict;
  byId("played-verdict").dataset.kind = kind;
  byId("played-steps").replaceChildren(...lines);
  byId("played").hidden = false;
  const missed = byId("played-steps").querySelector(".missed");
  if (missed) {
    missed.scrollIntoView({ block: "nearest" });
  }
}

function showResult(answer) {
  const missed = answer.steps.find((step) => step.ok === false);
  const verdict = missed
    ? say("playFailed", missed.line)
    : say("playPassed", answer.steps.length, (answer.took_ms / 1000).toFixed(1));
  show(verdict, missed ? "bad" : "good", answer.steps.map(stepOf));
}

async function play(file) {
  const text = await file.text();
  if (!window.confirm(say("playSure", file.name))) {
    return;
  }
  state.playing = true;
  stays(true);
  showPossible();
  show(say("playing", file.name), "busy", []);
  const first = /^\s*([\p{L}\p{N}_.-]+)>/mu.exec(text);
  if (first) {
    turnTo(first[1]);
  }
  try {
    const answer = await sendText("/_sim/play", text);
    await look();
    showResult(answer);
  } catch (error) {
    show(say(error.lines ? "playWrong" : "playLost", error.message), "bad", (error.lines || []).map(wrongLine));
  } finally {
    state.playing = false;
    stays(false);
    showPossible();
    // The console shows data that is gone.
    document.querySelector("iframe").contentWindow.location.reload();
    byId("played").focus();
  }
}

function startPlayer() {
  const file = byId("play-file");
  const close = () => {
    byId("played").hidden = true;
    byId("play").focus();
  };
  byId("play").addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    if (file.files.length > 0) {
      play(file.files[0]).finally(() => { file.value = ""; });
    }
  });
  byId("played-close").addEventListener("click", close);
  byId("played").addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
    }
  });
}

export function startRecorder() {
  byId("record").addEventListener("click", toggle);
  repeat(async () => showRecording(await get("/_sim/recording")), 2000);
  if (byId("play")) {
    startPlayer();
  }
}
