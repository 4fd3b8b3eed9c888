// The left column: who one speaks as, and that person's conversations.

import { $, h, icon, rove } from "./dom.js";
import { t } from "./page.js";
import { elsewhere } from "./time.js";

const HUES = 8;
const hues = new Map();

/** The last two signs of a Chinese name, the initials of another. */
function initials(name) {
  if (/[\u3400-\u9fff]/.test(name)) return name.slice(-2);
  return name.split(/\s+/).map((word) => word[0]).join("").slice(0, 2).toUpperCase();
}

/** A person's round sign; the bot's for null. */
export function avatar(person) {
  if (!person) return h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("plain"));
  return h("span", { class: `avatar hue-${(hues.get(person.id) ?? 0) % HUES}`, "aria-hidden": "true" }, initials(person.name));
}

function count(n) {
  if (!n) return null;
  return h("span", { class: "count" }, h("span", { "aria-hidden": "true" }, n > 99 ? "99+" : n), h("span", { class: "unseen" }, t("console.unread", { n })));
}

function fill(list, rows) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  list.replaceChildren(...rows);
  const buttons = [...list.querySelectorAll("button")];
  const stop = buttons.find((button) => button.hasAttribute("aria-current")) ?? buttons[0];
  for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  if (focused !== null) buttons.find((button) => button.dataset.id === focused)?.focus();
}

function row(id, current, onclick, ...children) {
  return h("li", {}, h("button", { type: "button", class: "row", "data-id": id, "aria-current": current ? "true" : null, onclick }, children));
}

export function drawPeople(state, choose) {
  state.people.forEach((person, index) => hues.set(person.id, index));
  fill($("people"), state.people.map((person) => {
    const away = elsewhere(person.zone);
    return row(person.id, person.id === state.me, () => choose(person.id),
      avatar(person),
      h("span", { class: "row-text" }, h("span", { class: "row-name" }, person.name), away ? h("span", { class: "row-note", "data-zone": person.zone }, away) : null),
      person.id === state.me ? h("span", { class: "you" }, t("console.you")) : count(person.unread));
  }));
}

export function drawChats(state, chat, choose) {
  const me = state.people.find((person) => person.id === state.me);
  const chats = [...state.groups, { id: "", name: t("console.direct"), unread: me.unread }];
  fill($("chats"), chats.map((item) =>
    row(item.id, item.id === chat, () => choose(item.id),
      h("span", { class: item.id ? "sign" : "sign direct", "aria-hidden": "true" }, icon(item.id ? "hash" : "plain")),
      h("span", { class: "row-text" }, h("span", { class: "row-name" }, item.name)),
      count(item.unread))));
}

rove($("people"));
rove($("chats"));
