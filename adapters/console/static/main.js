// Wires the page: who acts and where stands in the address behind #, so that every tab can be somebody else.

import { follow, freshKey, get, post } from "./api.js";
import { Composer } from "./composer.js";
import { $, h } from "./dom.js";
import { closeDrawers, setUpFrame } from "./frame.js";
import { Log } from "./log.js";
import { t } from "./page.js";
import { drawChats, drawPeople } from "./people.js";
import { setClock, setZone } from "./time.js";

let state = null;
let chat = "";
let source = null;
let turns = 0;

const person = (id) => state.people.find((one) => one.id === id);
const group = () => state.groups.find((one) => one.id === chat);
const audience = () => (chat ? group().members.map(person) : state.people);

const log = new Log((message) => ({
  me: state.me,
  ref: message.ref,
  name: person(message.author)?.name ?? message.author,
  people: audience(),
  act: (kind, body) => post(kind, { as: state.me, ref: message.ref, key: freshKey(), ...body }),
}));
const composer = new Composer(audience);

function wanted() {
  const query = new URLSearchParams(location.hash.slice(1));
  return { as: query.get("as") ?? "", chat: query.get("chat") };
}

function go(as, place) {
  const query = new URLSearchParams({ as });
  if (place !== null) query.set("chat", place);
  if (location.hash.slice(1) === query.toString()) return Promise.resolve();
  history.pushState(null, "", `#${query}`);
  return show();
}

function draw() {
  drawPeople(state, (id) => go(id, chat).then(closeDrawers));
  drawChats(state, chat, (id) => go(state.me, id).then(closeDrawers));
  const unread = state.groups.reduce((sum, one) => sum + one.unread, 0) + state.people.reduce((sum, one) => sum + one.unread, 0);
  document.title = (unread ? `(${unread}) ` : "") + t("console.title");
  $("menu-dot").hidden = !unread;
  $("chat-name").textContent = chat ? group().name : t("console.direct");
  $("chat-note").textContent = chat ? `${t("console.members", { n: group().members.length })} · ${audience().map((one) => one.name).join(" ")}` : person(state.me).name;
  $("other-language").hash = location.hash;
}

/** What is on the screen counts as read once the tab is looked at. */
function markRead() {
  if (document.hidden || !log.last) return;
  const place = chat ? group() : person(state.me);
  if (place.unread) {
    place.unread = 0;
    draw();
  }
  post("read", { as: state.me, chat, seq: String(log.last.seq) }).catch(() => {});
}

const handlers = {
  message(message) {
    const place = message.chat ? state.groups.find((one) => one.id === message.chat) : person(state.me);
    if (message.chat === chat) log.upsert(message);
    if (message.fresh && message.author !== state.me && place) place.unread += 1;
    draw();
    if (message.chat === chat) markRead();
  },
  elsewhere({ user }) {
    const other = person(user);
    if (other) other.unread += 1;
    draw();
  },
  async roster() {
    const { people, groups } = await get("state", { as: state.me });
    Object.assign(state, { people, groups });
    draw();
  },
  clock: setClock,
  reset: () => location.reload(),
};

/** Show what the address asks for; a person who is not in the wanted group sees their first one. */
async function show() {
  const want = wanted();
  const turn = (turns += 1);
  const found = await get("state", { as: want.as }).catch(() => get("state", { as: "" }));
  // Somebody clicked on meanwhile: the later choice counts.
  if (turn !== turns) return;
  state = found;
  const known = state.groups.some((one) => one.id === want.chat) || want.chat === "";
  chat = known ? want.chat : (state.groups[0]?.id ?? "");
  setClock(state.clock);
  setZone(person(state.me).zone);
  draw();
  composer.open(person(state.me), chat);
  await log.open(state.me, chat);
  if (turn !== turns) return;
  markRead();
  source?.close();
  source = follow(state.me, state.event, handlers, (online) => ($("offline").hidden = online));
}

function setUpGuide() {
  for (const item of document.querySelectorAll(".try")) {
    item.addEventListener("click", async () => {
      await go(item.dataset.user, item.dataset.chat);
      closeDrawers();
      composer.write(item.dataset.text);
      if (item.classList.contains("tried")) return;
      item.classList.add("tried");
      item.append(h("span", { class: "unseen" }, t("console.tried")));
    });
  }
}

function setUpClock() {
  for (const button of document.querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => post("clock", { kind: button.dataset.move }).catch(() => {}));
  }
  $("speed")?.addEventListener("change", (event) => post("clock", { kind: `speed:${event.target.value}` }).catch(() => {}));
  setInterval(() => state && draw(), 30000);
}

setUpFrame();
setUpGuide();
setUpClock();
addEventListener("popstate", show);
document.addEventListener("visibilitychange", () => state && markRead());
addEventListener("pagehide", () => source?.close());
await show();
