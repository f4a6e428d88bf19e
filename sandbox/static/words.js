/** The page's own words in the reader's language. The English sentences are the keys, as in the bot's catalogs. */

/** Each by its own name, for those who read no other. */
export const LANGUAGES = {
  uz_Cyrl: "Ўзбекча (кирилл)",
  uz_Latn: "Oʻzbekcha (lotin)",
  ru: "Русский",
  en: "English",
};
const LANGUAGE_KEY = "sandbox-language";
const HTML_TAGS = { uz_Cyrl: "uz-Cyrl", uz_Latn: "uz-Latn", ru: "ru", en: "en" };

const kept = localStorage.getItem(LANGUAGE_KEY);
export const language = Object.hasOwn(LANGUAGES, kept) ? kept : "uz_Cyrl";

async function load() {
  const response = await fetch(`/static/words/${language}.json`).catch(() => null);
  return response?.ok ? response.json() : {}; // a page without its words still works, in English
}

const catalog = language === "en" ? {} : await load();

/** The sentence in the reader's language, with its {values} put in. */
export function t(sentence, values = {}) {
  const said = catalog[sentence] || sentence;
  return said.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
}

const literally = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What the server said in English, by the form of one of the catalog's sentences; else as it came. */
export function translated(said) {
  if (said in catalog) return t(said);
  for (const sentence of Object.keys(catalog)) {
    const names = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    if (names.length === 0 || /^\{\w+\}$/.test(sentence)) continue;
    const parts = sentence.split(/\{\w+\}/).map(literally);
    const values = new RegExp(`^${parts.join("(.+)")}$`, "su").exec(said)?.slice(1);
    if (values) return t(sentence, Object.fromEntries(names.map((name, at) => [name, values[at]])));
  }
  return said;
}

/** Everything drawn speaks anew, so the page is simply loaded again; its address keeps the place. */
export function speak(chosen) {
  localStorage.setItem(LANGUAGE_KEY, chosen);
  location.reload();
}

/** The page's standing words: those that index.html has in English. */
export function translatePage() {
  document.documentElement.lang = HTML_TAGS[language];
  document.querySelectorAll("[data-words]").forEach((element) => {
    element.textContent = t(element.textContent);
  });
  document.querySelectorAll("[data-label]").forEach((element) => {
    element.setAttribute("aria-label", t(element.getAttribute("aria-label")));
  });
}
