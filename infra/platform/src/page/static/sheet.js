// Small forms that slide up in the phone before something is sent.

import { button, byId, el } from "./dom.js";
import { say } from "./words.js";

const FORMS = {
  photo: {
    title: "photo",
    fields: [{ name: "file", word: "photoFile", type: "file" }, { name: "exif", word: "exif", type: "checkbox" }],
  },
  location: { title: "place", fields: [{ name: "label", word: "placeLabel", sample: "placeSample" }] },
  voice: { title: "voice", fields: [{ name: "recognition", word: "recognition" }] },
  scan: { title: "scan", fields: [{ name: "scene", word: "scene", value: "hall" }] },
  link: {
    title: "link",
    fields: [{ name: "title", word: "linkTitle" }, { name: "url", word: "linkUrl", value: "https:" + "//example.org/" }],
  },
};

function close() {
  byId("sheet").hidden = true;
  byId("sheet").replaceChildren();
}

function fieldOf(field) {
  const input = el("input", "");
  input.name = field.name;
  input.type = field.type || "text";
  input.id = "sheet-" + field.name;
  if (field.type === "file") {
    input.accept = "image/*";
  } else if (field.type !== "checkbox") {
    input.value = field.sample ? say(field.sample) : field.value || "";
  }
  const label = el("label", "", say(field.word));
  label.htmlFor = input.id;
  if (field.type === "checkbox") {
    label.className = "check";
    label.prepend(input);
    return [label];
  }
  return [label, input];
}

function read(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.split(",")[1]));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}

async function valuesOf(form) {
  const values = {};
  for (const input of form.querySelectorAll("input")) {
    if (input.type === "checkbox") {
      values[input.name] = input.checked;
    } else if (input.type === "file") {
      if (input.files.length > 0) {
        values.base64 = await read(input.files[0]);
      }
    } else if (input.value.trim() !== "") {
      values[input.name] = input.value.trim();
    }
  }
  return values;
}

// Asks what is needed and sends; what needs nothing is sent at once.
export function askAndSend(kind, act) {
  const wanted = FORMS[kind];
  if (!wanted) {
    act(kind);
    return;
  }
  const submit = el("button", "green", say("send"));
  submit.type = "submit";
  const buttons = el("div", "buttons", button("", say("cancel"), close), submit);
  const fields = wanted.fields.reduce((all, field) => all.concat(fieldOf(field)), []);
  const form = el("form", "sheet", el("h3", "", say(wanted.title)), ...fields, buttons);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = await valuesOf(form);
    close();
    act(kind, values);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
    }
  });
  byId("sheet").replaceChildren(form);
  byId("sheet").hidden = false;
  const first = form.querySelector("input:not([type='file'])") || submit;
  first.focus();
}
