// The console's own time, which may run fast or stand still, shown in the zone of the person who is acting.

import { $ } from "./dom.js";
import { locale, page } from "./page.js";

let origin = { now: 0, at: 0, speed: 0 };
let zone = "UTC";
const formats = new Map();

function format(name, options) {
  const key = `${name}|${zone}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: "h23", ...options }));
  return formats.get(key);
}

export const timeOf = (date) => format("time", { hour: "2-digit", minute: "2-digit" }).format(date);

export const dayKey = (date) => format("key", { year: "numeric", month: "2-digit", day: "2-digit" }).format(date);

export function dayOf(date) {
  const sameYear = dayKey(date).match(/\d{4}/)[0] === dayKey(now()).match(/\d{4}/)[0];
  const options = { month: "long", day: "numeric", weekday: page.language === "zh" ? "long" : "short" };
  return format(`day${sameYear}`, sameYear ? options : { ...options, year: "numeric" }).format(date);
}

const zoneName = (name) =>
  new Intl.DateTimeFormat(locale, { timeZone: name, timeZoneName: "shortGeneric" })
    .formatToParts(now())
    .find((part) => part.type === "timeZoneName").value;

/** "德国时间 14:30" for a person who lives by another clock, "" for the others. */
export function elsewhere(other) {
  if (other === zone) return "";
  const clock = new Intl.DateTimeFormat(locale, { timeZone: other, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${zoneName(other)} ${clock.format(now())}`;
}

export function now() {
  return new Date(origin.now + (performance.now() - origin.at) * origin.speed);
}

export function setZone(name) {
  zone = name;
  draw();
}

/** Take over what the server's clock says. */
export function setClock({ now: moment, speed }) {
  origin = { now: Date.parse(moment), at: performance.now(), speed };
  showSpeed(String(speed));
  draw();
}

/** Choose the speed in the list; one the demo was started with may not stand there yet. */
function showSpeed(speed) {
  const list = $("speed");
  if (!list) return;
  if (![...list.options].some((option) => option.value === speed)) list.add(new Option(`×${speed}`, speed));
  list.value = speed;
}

function draw() {
  const date = now();
  const offset = format("zone", { timeZoneName: "shortOffset" }).formatToParts(date);
  $("clock-time").textContent = timeOf(date);
  $("clock-day").textContent = dayOf(date);
  for (const note of document.querySelectorAll("[data-zone]")) note.textContent = elsewhere(note.dataset.zone);
  const name = offset.find((part) => part.type === "timeZoneName").value;
  $("clock-zone").textContent = `${zoneName(zone)} · ${name}`;
  $("chip-time").textContent = `${format("chip", { month: "numeric", day: "numeric" }).format(date)} ${timeOf(date)}`;
}

setInterval(draw, 500);
