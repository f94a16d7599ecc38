// Amounts and quantities as people read them. Counts nothing: all sums are the server's.

import { language, say } from "./words.js";

const GRAMS = 1000;

function format(currency) {
  const locale = language() === "zh" ? "zh-CN" : "en-GB";
  return new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
}

/** 550 of CNY is ¥5.50. */
export function money(minor, currency) {
  const shown = format(currency);
  return shown.format(minor / 10 ** shown.resolvedOptions().maximumFractionDigits);
}

/** 2 pieces are "2", 850 g are "0.850 kg". */
export function quantity(count, unit) {
  return unit === "weight" ? say("kilograms", { amount: (count / GRAMS).toFixed(3) }) : String(count);
}
