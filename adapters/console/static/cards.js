// A message's content as elements: what a person typed, or the bot's card with its fields, buttons and forms.

import { h, icon } from "./dom.js";
import { buildForm, openSheet } from "./form.js";
import { t } from "./page.js";

// What is well needs no badge; its colour and its tick are enough.
const TONES = { warn: "console.tone_warn", bad: "console.tone_bad" };

function mention(name, mine) {
  return h("span", { class: mine ? "mention mine" : "mention" }, `@${name}`);
}

/** Rich text: strings, and people whose mention is marked, more strongly when it is the acting person. */
function rich(parts, me) {
  return parts.map((part) => (typeof part === "string" ? part : mention(part.name, part.user === me)));
}

export function typed(spans, me) {
  return h(
    "p",
    { class: "bubble" },
    spans.map((span, index) => {
      if (typeof span !== "string") return span.bot ? mention(t("console.bot"), false) : mention(span.name, span.user === me);
      const command = index === 0 && /^\s*[/／]\S+/.exec(span);
      if (!command) return span;
      return [h("span", { class: "command" }, command[0]), span.slice(command[0].length)];
    }).flat(),
  );
}

function buttonRow(section, context) {
  if (!section.buttons.length) return null;
  const note = h("p", { class: "failed", role: "alert" });
  const row = section.buttons.map((button) => {
    const node = h("button", { type: "button", class: `button ${button.style}`, "aria-haspopup": button.form ? "dialog" : null }, button.label);
    node.addEventListener("click", () => {
      if (button.form) openSheet(button.form, context);
      else press(node, button, note, context);
    });
    return node;
  });
  return h("div", { class: "actions" }, h("div", { class: "button-row" }, row), note);
}

async function press(node, button, note, context) {
  note.textContent = "";
  node.setAttribute("aria-busy", "true");
  node.disabled = true;
  try {
    await context.act("press", { action: button.action, value: button.value });
  } catch {
    note.textContent = t("console.failed_press");
  }
  // The card usually changes by itself; a button that stays must be usable again.
  setTimeout(() => {
    node.disabled = false;
    node.removeAttribute("aria-busy");
  }, 600);
}

function part(section, context) {
  return h(
    "div",
    { class: "section" },
    section.lines.map((line) => h("p", {}, rich(line, context.me))),
    section.fields.length
      ? h("dl", {}, section.fields.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, rich(value, context.me)))))
      : null,
    section.form ? buildForm(section.form, context, { inCard: true }) : null,
    buttonRow(section, context),
  );
}

/** A message of a file: a picture is shown, anything else offered for keeping. */
function file(content, context, language) {
  const { name, alt, picture, size } = content.file;
  const href = `/console/api/file?${new URLSearchParams({ as: context.me, ref: context.ref })}`;
  const amount = size < 1e6 ? `${Math.max(1, Math.round(size / 1e3))} KB` : `${(size / 1e6).toFixed(1)} MB`;
  return h(
    "figure",
    { class: "file", lang: language },
    picture ? h("a", { href, target: "_blank", rel: "noopener" }, h("img", { src: href, alt, class: "picture" })) : null,
    h(
      "figcaption",
      {},
      h("p", { class: "file-title" }, rich(content.title, context.me)),
      picture ? null : h("p", {}, alt),
      h("a", { href, download: name, class: "file-link" }, icon("down"), h("span", {}, name), h("span", { class: "file-size" }, amount)),
    ),
  );
}

export function card(content, context) {
  const language = content.language === "zh" ? "zh-CN" : content.language;
  if (content.file) return file(content, context, language);
  if (content.tone === "plain" && !content.sections.length) {
    return h("p", { class: "bubble", lang: language }, rich(content.title, context.me));
  }
  const badge = !TONES[content.tone] ? null : h("span", { class: "badge" }, t(TONES[content.tone]));
  return h(
    "div",
    { class: `card ${content.tone}`, lang: language },
    h("div", { class: "card-head" }, icon(content.tone), h("h2", {}, rich(content.title, context.me)), badge),
    content.sections.map((section) => part(section, context)),
  );
}
