// Where one types. A text that could not be sent stays, and is sent again under the same key, so it arrives once.

import { freshKey, post, readFile } from "./api.js";
import { Completion } from "./complete.js";
import { $, h } from "./dom.js";
import { page, t } from "./page.js";

export class Composer {
  constructor(people) {
    this.input = $("input");
    this.completion = new Completion(this.input, people);
    this.drafts = new Map();
    this.sending = null;
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("click", () => this.completion.update());
    this.input.addEventListener("keydown", (event) => this.key(event));
    $("attach").addEventListener("click", () => $("file").click());
    $("file").addEventListener("change", () => this.attach($("file").files[0]));
    $("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  /** Speak as this person in this conversation from now on; what was half written elsewhere is kept there. */
  open(me, chat) {
    if (this.place) this.drafts.set(this.place, this.input.value);
    Object.assign(this, { me, chat, place: `${me.id}|${chat}` });
    this.input.value = this.drafts.get(this.place) ?? "";
    this.input.placeholder = chat ? t("console.placeholder_group") : t("console.placeholder_direct");
    this.input.setAttribute("aria-label", t("console.compose", { name: me.name }));
    $("failed").replaceChildren();
    this.changed();
    this.completion.close();
  }

  /** Put a text in, ready to be sent. */
  write(text) {
    this.input.value = text;
    this.changed();
    this.completion.close();
    this.input.focus();
  }

  key(event) {
    // While an input method is composing, Enter picks a word and must not send half of a sentence.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.completion.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  changed() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
    this.completion.update();
    const word = /^\s*[/／](\S+)\s/.exec(this.input.value)?.[1];
    const hint = word && page.hints.flat().find(({ name }) => name.toLowerCase() === word.toLowerCase());
    $("usage").hidden = !hint;
    $("usage").replaceChildren(...(hint ? [h("span", { class: "usage-text" }, hint.usage), ` ${hint.summary}`] : []));
  }

  /** Send a file, such as the minutes of a meeting. */
  async attach(file) {
    $("file").value = "";
    if (!file) return;
    try {
      const data = await readFile(file);
      await post("attach", { as: this.me.id, chat: this.chat, name: file.name, data, key: freshKey() });
      $("failed").replaceChildren();
    } catch {
      $("failed").replaceChildren(t("console.not_attached", { name: file.name }));
    }
  }

  async send() {
    const text = this.input.value.trim();
    if (!text || this.busy) return;
    const { place } = this;
    if (this.sending?.text !== text || this.sending.place !== place) this.sending = { text, place, key: freshKey() };
    this.completion.close();
    this.busy = true;
    try {
      await post("say", { as: this.me.id, chat: this.chat, text, key: this.sending.key });
      this.sending = null;
      this.drafts.delete(place);
      if (this.place === place) this.write("");
      $("failed").replaceChildren();
    } catch {
      const retry = h("button", { type: "button", class: "link", onclick: () => this.send() }, t("console.retry"));
      $("failed").replaceChildren(t("console.failed"), " ", retry);
    }
    this.busy = false;
  }
}
