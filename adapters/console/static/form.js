// Forms: inside a card, or in a dialog that a button opens. What was typed survives an update of the card.

import { $, h } from "./dom.js";
import { t } from "./page.js";

const drafts = new Map();
let serial = 0;

const INPUT_TYPES = { line: "text", number: "number", date: "date", moment: "datetime-local" };

function choice(input, id, options, hint) {
  const shown = input.required && input.value ? options : [["", input.required ? t("console.choose") : "—"], ...options];
  const node = h("select", { id, name: input.name, required: input.required, ...hint },
    shown.map(([value, label]) => h("option", { value }, label)));
  return node;
}

function people(input, id, options) {
  const boxes = options.map(([value, label]) =>
    h("label", { class: "chip" }, h("input", { type: "checkbox", name: input.name, value }), h("span", {}, label)));
  return h("div", { class: "chips", id, role: "group", "aria-label": input.label }, boxes);
}

function control(input, id, context, hint) {
  const roster = context.people.map((person) => [`@${person.name}`, person.name]);
  if (input.kind === "people") return people(input, id, roster);
  if (input.kind === "person") return choice(input, id, roster, hint);
  if (input.kind === "select") return choice(input, id, input.options, hint);
  if (input.kind === "text") return h("textarea", { id, name: input.name, rows: 2, required: input.required, ...hint });
  return h("input", { id, name: input.name, type: INPUT_TYPES[input.kind], required: input.required, autocomplete: "off", ...hint });
}

const bare = (name) => name.replace(/^[@＠]/, "");

function setValue(node, input, value) {
  if (input.kind === "people") {
    for (const box of node.querySelectorAll("input")) box.checked = value.includes(bare(box.value));
  } else if (input.kind === "person") {
    node.value = value && `@${bare(value)}`;
  } else {
    node.value = input.kind === "moment" ? value.slice(0, 16) : value;
  }
}

function getValue(node, input) {
  if (input.kind !== "people") return node.value;
  return [...node.querySelectorAll("input:checked")].map((box) => box.value).join(" ");
}

/** The form as an element; `done` runs once the server has taken it. */
export function buildForm(form, context, { inCard = false, done = () => {}, extra = null } = {}) {
  const prefix = `${context.me}|${context.ref}|${form.action}|${JSON.stringify(form.value)}|`;
  const note = h("p", { class: "failed", role: "alert" });
  const submit = h("button", { type: "submit", class: "button primary" }, form.submit);
  const controls = form.inputs.map((input) => {
    const id = `f${(serial += 1)}`;
    const node = control(input, id, context, input.hint ? { "aria-describedby": `${id}h` } : {});
    setValue(node, input, drafts.get(prefix + input.name) ?? input.value);
    node.addEventListener("input", () => drafts.set(prefix + input.name, getValue(node, input)));
    node.dataset.keep = prefix + input.name;
    return { input, id, node };
  });
  const rows = controls.map(({ input, id, node }) => {
    const label = [input.label, input.required ? h("span", { class: "required" }, t("console.required")) : null];
    return h("div", { class: "field" },
      input.kind === "people" ? h("span", { class: "label" }, label) : h("label", { for: id }, label),
      node,
      input.hint ? h("p", { class: "hint", id: `${id}h` }, input.hint) : null);
  });
  const send = async (event) => {
    event.preventDefault();
    note.textContent = "";
    submit.disabled = true;
    const fields = Object.fromEntries(controls.map(({ input, node }) => [input.name, getValue(node, input)]));
    try {
      await context.act("fill", { action: form.action, value: form.value, fields });
      for (const { input } of controls) drafts.delete(prefix + input.name);
      submit.textContent = t("console.sent");
      done();
    } catch {
      note.textContent = t("console.failed_press");
    }
    setTimeout(() => {
      submit.disabled = false;
      submit.textContent = form.submit;
    }, 1200);
  };
  const title = inCard && form.title ? h("p", { class: "form-title" }, form.title) : null;
  return h("form", { class: "fields", onsubmit: send }, title, rows, note, h("div", { class: "button-row" }, submit, extra));
}

/** Open the form behind a button. */
export function openSheet(form, context) {
  const sheet = $("sheet");
  const cancel = h("button", { type: "button", class: "button plain", onclick: () => sheet.close() }, t("console.cancel"));
  sheet.replaceChildren(
    h("h2", { id: "sheet-title" }, form.title),
    buildForm(form, context, { done: () => sheet.close(), extra: cancel }),
  );
  sheet.showModal();
}
