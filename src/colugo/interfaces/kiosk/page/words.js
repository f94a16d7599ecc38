// The words of the screen in the language that was chosen. Knows no state.

const LANGUAGES = ["zh", "en"];
const KEPT = "colugo.language";
let words = {};
let current = "zh";

/** Load a language; without one that which was chosen last, else that of the browser. */
export async function speak(language) {
  const wanted = language ?? localStorage.getItem(KEPT) ?? navigator.language.slice(0, 2);
  current = LANGUAGES.includes(wanted) ? wanted : "en";
  words = await (await fetch(`words/${current}.json`)).json();
  if (language) localStorage.setItem(KEPT, current);
  document.documentElement.lang = current === "zh" ? "zh-CN" : "en";
  document.title = words["title"];
}

/** The language that the screen speaks now. */
export const language = () => current;

/** The language to change to. */
export const otherLanguage = () => LANGUAGES.find((each) => each !== current);

/** The words of a key, with `{name}` filled in; words that end in _one are for a count of one. */
export function say(key, facts = {}) {
  const chosen = facts.count === 1 && words[`${key}_one`] ? `${key}_one` : key;
  return (words[chosen] ?? key).replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}

/** Whether there are words for a key. */
export const hasWords = (key) => key in words;
