// The texts of every page, in the language that is kept. The two lists have the same keys.

import { en } from "../words/en";
import { zh } from "../words/zh";
import { kept } from "./kept";

export type Key = keyof typeof zh;
export type Words = Record<Key, string>;

const LISTS: Record<"zh" | "en", Words> = { zh, en };

/** Every text in the language that is kept; pages give it to their templates as `t`. */
export function words(): Words {
  return LISTS[kept("language")];
}

/** One text, with its {places} filled. */
export function say(key: Key, places: Record<string, string | number> = {}): string {
  return words()[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}

/** A word of the service, like a state, in the language that is kept; as it came where there is none. */
export function sayOf(kind: string, word: string): string {
  const key = `${kind}_${word}`;
  return key in zh ? words()[key as Key] : word;
}
