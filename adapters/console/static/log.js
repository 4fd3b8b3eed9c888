// The conversation: loads pages, puts new messages in, replaces changed ones, and keeps the reader's place.

import { get } from "./api.js";
import { card, typed } from "./cards.js";
import { $, h } from "./dom.js";
import { page, t } from "./page.js";
import { avatar } from "./people.js";
import { dayKey, dayOf, timeOf } from "./time.js";

const NEAR = 120;
const TOGETHER = 5 * 60 * 1000;

export class Log {
  constructor(contextOf) {
    this.contextOf = contextOf;
    this.box = $("log");
    this.messages = new Map();
    this.more = false;
    $("newest").addEventListener("click", () => this.toBottom("smooth"));
    this.following = true;
    this.top = 0;
    this.box.addEventListener("scroll", () => this.scrolled());
    // A picture has its height only once it is there.
    this.box.addEventListener("load", () => this.following && this.toBottom("instant"), true);
  }

  /** Show a conversation from its newest page. */
  async open(me, chat) {
    this.me = me;
    this.chat = chat;
    const found = await get("messages", { as: me, chat });
    if (this.me !== me || this.chat !== chat) return;
    this.messages = new Map(found.messages.map((message) => [message.ref, message]));
    this.more = found.more;
    this.draw();
    this.toBottom("instant");
  }

  async older() {
    const [first] = this.messages.values();
    const found = await get("messages", { as: this.me, chat: this.chat, before: first.seq });
    const height = this.box.scrollHeight;
    this.messages = new Map([...found.messages.map((message) => [message.ref, message]), ...this.messages]);
    this.more = found.more;
    this.draw();
    this.box.scrollTop += this.box.scrollHeight - height;
  }

  get last() {
    return [...this.messages.values()].at(-1);
  }

  /** Put in a new message or replace a changed one; what is older than the loaded pages waits for them. */
  upsert(message) {
    const known = this.messages.get(message.ref);
    if (known && known.version >= message.version) return;
    const oldest = this.messages.values().next().value;
    if (!known && this.more && oldest && message.seq < oldest.seq) return;
    this.messages.set(message.ref, message);
    if (known) this.replace(message);
    else {
      this.box.querySelector(".empty")?.remove();
      this.append(message);
    }
    if (this.following || message.author === this.me) this.toBottom("smooth");
    this.showNewest();
  }

  draw() {
    this.box.setAttribute("aria-busy", "true");
    const older = h("button", { type: "button", class: "button plain older", onclick: () => this.older() }, t("console.older"));
    this.box.replaceChildren(...(this.more ? [older] : []));
    this.before = null;
    for (const message of this.messages.values()) this.append(message);
    if (!this.messages.size) {
      const words = this.chat ? t("console.nothing_group") : t("console.nothing_direct");
      this.box.append(h("div", { class: "empty" }, h("p", {}, t("console.nothing")), h("p", {}, words)));
    }
    this.box.removeAttribute("aria-busy");
  }

  append(message) {
    const at = new Date(message.at);
    if (!this.before || dayKey(new Date(this.before.at)) !== dayKey(at)) {
      this.box.append(h("p", { class: "day" }, h("span", {}, dayOf(at))));
      this.before = null;
    }
    const follows = this.before && this.before.author === message.author && at - new Date(this.before.at) < TOGETHER;
    this.box.append(this.article(message, follows));
    this.before = message;
  }

  replace(message) {
    const old = this.box.querySelector(`[data-ref="${CSS.escape(message.ref)}"]`);
    const keep = old.contains(document.activeElement) ? document.activeElement.dataset.keep : null;
    const fresh = this.article(message, old.classList.contains("follow"));
    fresh.classList.add("changed");
    old.replaceWith(fresh);
    if (keep) [...fresh.querySelectorAll("[data-keep]")].find((node) => node.dataset.keep === keep)?.focus();
  }

  article(message, follows) {
    const context = this.contextOf(message);
    const mine = message.author === this.me;
    const name = message.author ? context.name : t("console.bot");
    const at = new Date(message.at);
    const head = h(
      "div",
      { class: "msg-head" },
      h("span", { class: "author" }, name),
      message.author ? null : h("span", { class: "robot" }, t("console.robot")),
      h("time", { datetime: message.at }, timeOf(at)),
      message.version > 1 ? h("span", { class: "updated" }, t("console.updated")) : null,
    );
    const content = message.author ? typed(message.content.spans, this.me) : card(message.content, context);
    const classes = ["msg", mine ? "own" : "", message.author ? "" : "from-bot", follows ? "follow" : ""];
    if (!message.author && message.content.pings.some((ping) => ping.user === this.me)) classes.push("pings-me");
    return h(
      "article",
      { class: classes.join(" "), "data-ref": message.ref, "aria-label": `${name} ${timeOf(at)}`, lang: page.language === "zh" ? "zh-CN" : "en" },
      avatar(message.author ? { id: message.author, name } : null),
      h("div", { class: "msg-body" }, head, content),
    );
  }

  nearBottom() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < NEAR;
  }

  /** On its way down the log is not at the bottom yet; only going up says that older messages are to be read. */
  scrolled() {
    const top = this.box.scrollTop;
    if (this.nearBottom()) this.following = true;
    else if (top < this.top) this.following = false;
    this.top = top;
    this.showNewest();
  }

  toBottom(behavior) {
    this.following = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.box.scrollTo({ top: this.box.scrollHeight, behavior: calm ? "instant" : behavior });
  }

  showNewest() {
    $("newest").hidden = this.following || this.nearBottom();
  }
}
