// Money as whole minor units, written for people. No floats.

const DIGITS: Record<string, number> = { JPY: 0, KRW: 0, VND: 0, KWD: 3, BHD: 3, TND: 3 };
const SIGNS: Record<string, string> = { CNY: "¥", JPY: "¥", USD: "$", EUR: "€", GBP: "£" };

/** 550 CNY is "¥5.50". Source of the digits: ISO 4217. */
export function money(minor: number, currency: string): string {
  const digits = DIGITS[currency] ?? 2;
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const rest = digits === 0 ? "" : `.${text.slice(text.length - digits)}`;
  return `${minor < 0 ? "-" : ""}${SIGNS[currency] ?? `${currency} `}${whole}${rest}`;
}

/** Pieces, or grams of what is sold by weight. */
export function amount(quantity: number, unit: string): string {
  return unit === "weight" ? `${quantity} g` : `× ${quantity}`;
}
