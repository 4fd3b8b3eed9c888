// What the server wrote into the page: texts, command hints, the bot's names.

import { $ } from "./dom.js";

export const page = JSON.parse($("data").textContent);
export const locale = page.language === "zh" ? "zh-CN" : "en-GB";

/** A text of the catalogue with its placeholders filled. */
export function t(key, values = {}) {
  return page.texts[key].replace(/\{([a-z_]+)\}/g, (_, name) => String(values[name]));
}
