// The page around the conversation: drawers on narrow screens, and light or dark.

import { $ } from "./dom.js";
import { t } from "./page.js";

const THEMES = { auto: "console.theme_auto", light: "console.theme_light", dark: "console.theme_dark" };
let opener = null;

function close() {
  for (const drawer of document.querySelectorAll(".open")) drawer.classList.remove("open");
  $("scrim").hidden = true;
  document.querySelector(".talk").inert = false;
  opener?.focus();
  opener = null;
}

function open(id, button) {
  opener = button;
  $(id).classList.add("open");
  $("scrim").hidden = false;
  document.querySelector(".talk").inert = true;
  $(id).querySelector("[data-close]").focus();
}

/** Close a drawer after something was chosen in it. */
export const closeDrawers = () => opener && close();

export function setUpFrame() {
  for (const button of document.querySelectorAll("[data-open]")) {
    button.addEventListener("click", () => open(button.dataset.open, button));
  }
  for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", close);
  $("scrim").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opener) close();
  });
  addEventListener("resize", closeDrawers);
  let theme = localStorage.getItem("theme") in THEMES ? localStorage.getItem("theme") : "auto";
  const apply = () => {
    document.documentElement.dataset.theme = theme;
    $("theme").textContent = t(THEMES[theme]);
  };
  $("theme").addEventListener("click", () => {
    const names = Object.keys(THEMES);
    theme = names[(names.indexOf(theme) + 1) % names.length];
    localStorage.setItem("theme", theme);
    apply();
  });
  apply();
}
