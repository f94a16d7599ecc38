// Finding a product by hand: names, pinyin, barcodes, weights. The server searches.

import { draw, h, icon } from "./dom.js";
import { head, tile } from "./panels.js";
import { ask } from "./server.js";
import { language, say } from "./words.js";

const LIMIT = 24;
const TYPED_MS = 180;
const CODE = /^\d{8,14}$/; // Source: GS1, GTIN-8 to GTIN-14

/** Search by name; what is touched answers for box `number`, or is put in beside what is seen. */
export function findPanel(app, { number }) {
  const input = h("input", { type: "search", id: "find", "data-id": "find", "data-focus": true, autocomplete: "off",
    autocapitalize: "off", spellcheck: "false", enterkeyhint: "search" });
  const results = h("div", { class: "results", "aria-live": "polite" });
  const find = () => fill(app, results, input.value.trim(), number);
  let timer = 0;
  const typed = () => { clearTimeout(timer); timer = setTimeout(find, TYPED_MS); };
  input.addEventListener("input", typed);
  const submit = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (CODE.test(text)) putCode(app, text, number); else find();
  };
  find();
  return [
    head("search", "plain", say("find.title"), null, () => app.open(null)),
    h("form", { class: "field", role: "search", onsubmit: submit },
      h("label", { for: "find" }, say("find.label")), input, keys(input, typed, LETTERS, say("find.keys"))),
    results,
  ];
}

/** Type the digits of a barcode; a scanner that types them needs no panel. */
export function barcodePanel(app, { number }) {
  const input = h("input", { id: "code", "data-id": "code", "data-focus": true, inputmode: "numeric", autocomplete: "off",
    pattern: "[0-9]*", maxlength: "32" });
  const submit = (event) => { event.preventDefault(); if (input.value.trim()) putCode(app, input.value.trim(), number); };
  return [
    head("barcode", "plain", say("barcode.title"), say("barcode.hint"), () => app.open(null)),
    h("form", { class: "field", onsubmit: submit }, h("label", { for: "code" }, say("barcode.label")), input,
      keys(input, () => {}, DIGITS, say("find.keys"), true),
      h("button", { class: "main", "data-id": "send" }, icon("check"), say("find.put"))),
  ];
}

/** How many grams of it. */
export function weighPanel(app, { number, sku }) {
  const input = h("input", { id: "grams", "data-id": "grams", "data-focus": true, inputmode: "numeric", autocomplete: "off",
    pattern: "[0-9]*", maxlength: "6" });
  const submit = (event) => {
    event.preventDefault();
    const grams = Number.parseInt(input.value, 10);
    if (grams > 0) put(app, number, sku, grams);
  };
  return [
    head("tag", "plain", say("weigh.title"), say("weigh.hint"), () => app.open(null)),
    h("form", { class: "field", onsubmit: submit }, h("label", { for: "grams" }, say("weigh.label")), input,
      keys(input, () => {}, DIGITS, say("find.keys"), true),
      h("button", { class: "main", "data-id": "send" }, icon("check"), say("find.put"))),
  ];
}

/** Put in what a code is of; for box `number`, what it is. */
export async function putCode(app, code, number) {
  if (number === undefined) {
    if (await app.step("products", { code })) app.open(null);
    return;
  }
  const product = await app.try(() => ask("GET", `/v1/barcodes/${encodeURIComponent(code)}`));
  if (product) await put(app, number, product.sku);
}

async function put(app, number, sku, grams) {
  const how = grams === undefined ? {} : { quantity: grams };
  const done = number === undefined
    ? await app.step("products", { sku, quantity: 1, ...how })
    : await app.step("answers", { number, sku, ...how });
  if (done) app.open(null);
}

async function fill(app, results, text, number) {
  const query = text ? `q=${encodeURIComponent(text)}&` : "";
  const page = await app.try(() => ask("GET", `/v1/products?${query}is_active=true&limit=${LIMIT}`));
  if (!page) return;
  const choose = (each) => each.unit === "weight"
    ? app.open({ kind: "weigh", number, sku: each.sku })
    : put(app, number, each.sku);
  draw(results, [page.products, language()], () => page.products.length
    ? h("ul", { class: "tiles", "aria-label": say("find.title") }, page.products.map((each) => h("li", {}, tile(
      { sku: each.sku, price_minor: each.price_now.price_minor }, language() === "en" && each.name_en ? each.name_en : each.name,
      each.currency, `pick-${each.sku}`, () => choose(each)))))
    : h("p", { class: "empty" }, say("find.none")));
}

const LETTERS = [..."1234567890qwertyuiopasdfghjklzxcvbnm"];
const DIGITS = [..."1234567890"];

/** Keys to touch, for a screen without a keyboard; names are found by pinyin and its initials. */
function keys(input, typed, signs, label, isOpen = false) {
  const press = (sign) => () => {
    input.value = sign === "⌫" ? input.value.slice(0, -1) : input.value + sign;
    typed();
  };
  const key = (sign, name) => h("button", { type: "button", class: "key", "data-id": `key-${sign}`, "aria-label": name ?? null, onclick: press(sign) }, sign);
  return h("details", { class: "keys", open: isOpen }, h("summary", { "data-id": "keys" }, label),
    h("div", { class: signs.length > 10 ? "letters" : "digits" }, signs.map((each) => key(each)), key("⌫", say("find.delete"))));
}
