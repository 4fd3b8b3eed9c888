// Completion: commands behind a slash, people behind an @. What could be meant is worked out apart from the page.

import { $, h } from "./dom.js";
import { page, t } from "./page.js";

const MAX = 8;

/** Commands for what stands behind the slash: own language first, then the other; by summary when no name fits. */
export function commands(query, hints = page.hints) {
  const wanted = query.toLowerCase();
  const [own, other] = hints;
  if (!wanted) return own;
  const starts = (hint) => hint.name.toLowerCase().startsWith(wanted);
  const tells = (hint) => `${hint.name} ${hint.summary}`.toLowerCase().includes(wanted);
  const named = [...own, ...other].filter(starts);
  return [...new Set(named.length ? named : [...own, ...other].filter(tells))].slice(0, MAX);
}

/** What is being completed before the caret: { kind, query, start }, or null. */
export function askedFor(text, caret) {
  const before = text.slice(0, caret);
  const slash = /^\s*[/／](\S*)$/.exec(before);
  if (slash) return { kind: "command", query: slash[1], start: caret - slash[1].length - 1 };
  const at = /(?:^|[^A-Za-z0-9_.])[@＠]([^\s@＠]{0,20})$/.exec(before);
  if (at) return { kind: "person", query: at[1], start: caret - at[1].length - 1 };
  return null;
}

/** The list above the composer. `people` gives those who can be mentioned now. */
export class Completion {
  constructor(input, people) {
    this.input = input;
    this.people = people;
    this.list = $("choices");
    this.options = [];
    this.active = 0;
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    input.addEventListener("blur", () => this.close());
  }

  get open() {
    return this.options.length > 0;
  }

  update() {
    this.asked = askedFor(this.input.value, this.input.selectionStart);
    this.options = this.asked ? this.found() : [];
    this.active = 0;
    this.draw();
  }

  found() {
    const { kind, query } = this.asked;
    if (kind === "command") {
      return commands(query).map((hint) => ({ insert: `/${hint.name} `, name: hint.name, title: `/${hint.name}`, aside: hint.usage, note: hint.summary }));
    }
    const bot = { name: t("console.bot"), note: t("console.mention_bot"), also: page.bot };
    return [...this.people(), bot]
      .filter(({ name, also = [] }) => [name, ...also].some((word) => word.toLowerCase().includes(query.toLowerCase())))
      .slice(0, MAX)
      .map(({ name, note = "" }) => ({ insert: `@${name} `, name, title: `@${name}`, aside: "", note }));
  }

  /** Handle a key while the list is open; true when it was ours. */
  key(event) {
    if (!this.open) return false;
    const exact = this.options[this.active].name.toLowerCase() === this.asked.query.toLowerCase();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" && !event.shiftKey) this.pick(this.active);
    else if (event.key === "Enter" && !event.shiftKey && !exact) this.pick(this.active);
    else return false;
    event.preventDefault();
    return true;
  }

  move(step) {
    this.active = (this.active + step + this.options.length) % this.options.length;
    this.mark();
  }

  pick(index) {
    const { insert } = this.options[index];
    const { start } = this.asked;
    const end = this.input.selectionStart;
    this.input.setRangeText(insert, start, end, "end");
    this.close();
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
    this.input.focus();
  }

  close() {
    this.options = [];
    this.draw();
  }

  draw() {
    this.list.hidden = !this.open;
    this.list.replaceChildren(...this.options.map((option, index) =>
      h("div", { class: "choice", role: "option", id: `choice-${index}`, onclick: () => this.pick(index) },
        h("span", { class: "choice-name" }, option.title),
        option.note ? h("span", { class: "choice-note" }, option.note) : null,
        option.aside ? h("span", { class: "choice-usage" }, option.aside) : null)));
    $("choices-note").textContent = this.open ? t("console.suggestions_found", { n: this.options.length }) : "";
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === this.active)));
    if (!this.open) this.input.removeAttribute("aria-activedescendant");
    else {
      this.input.setAttribute("aria-activedescendant", `choice-${this.active}`);
      this.list.children[this.active].scrollIntoView({ block: "nearest" });
    }
  }
}
