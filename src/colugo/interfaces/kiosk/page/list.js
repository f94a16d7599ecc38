// The list of the basket with its total and its one big action. Adds up nothing but what was saved.

import { h, icon } from "./dom.js";
import { money, quantity } from "./money.js";
import { pictureOf } from "./pictures.js";
import { nameOf, SIGNS } from "./stage.js";
import { say } from "./words.js";

/** Lines, what is open, total and actions. */
export function listPanel(app) {
  const { visit } = app;
  const lines = visit.basket?.lines ?? [];
  const open = (visit.scene?.boxes ?? []).filter((each) => each.is_open);
  return [
    h("h2", { id: "list-title" }, icon("basket"), say("list.title")),
    lines.length + open.length
      ? h("ul", { class: "lines", "aria-labelledby": "list-title" },
        open.map((each) => openRow(each, visit)), lines.map((each) => lineRow(each, app)))
      : h("p", { class: "empty" }, say("list.empty")),
    foot(app),
  ];
}

/** One line as it will be sold; `app` null where nothing can be taken off. */
export function lineRow(line, app, visit = app.visit, currency = visit.basket?.currency) {
  const name = nameOf(visit, line.sku);
  return h("li", { class: "line" },
    pictureOf(line.sku, visit.products[line.sku]?.picture),
    h("div", { class: "what" },
      h("p", { class: "title" }, name),
      h("p", { class: "each" }, `${quantity(line.quantity, line.unit)} × ${money(line.unit_price_minor, currency)}`),
      line.discounts.map((each) => h("p", { class: "off" }, icon("tag"),
        `${each.name} −${money(each.amount_minor, currency)}`))),
    h("p", { class: "sum" }, money(line.total_minor, currency)),
    app && visit.steps.includes("answers") ? takeOff(app, line.sku, name) : null);
}

/** The total in large letters. */
export function total(minor, currency, count, saved) {
  return h("div", { class: "total" },
    h("p", {}, say("list.total"), count === null ? null : h("span", { class: "count" }, say("list.count", { count }))),
    saved ? h("p", { class: "saved" }, icon("tag"), say("list.saved", { amount: money(saved, currency) })) : null,
    h("output", { id: "total" }, money(minor, currency)));
}

/** What promotions took off all lines together. */
export const savedOn = (lines) =>
  lines.flatMap((each) => each.discounts).reduce((sum, each) => sum + each.amount_minor, 0);

const countOf = (lines) => lines.reduce((sum, each) => sum + (each.unit === "weight" ? 1 : each.quantity), 0);

function openRow(box, visit) {
  const kind = box.is_to_be_taken_off ? "take_off" : box.verdict;
  return h("li", { class: `line open ${box.verdict}` },
    h("span", { class: "sign" }, icon(SIGNS[box.verdict])),
    h("p", { class: "title" }, box.sku ? nameOf(visit, box.sku) : say(`box.${kind}`)));
}

function takeOff(app, sku, name) {
  const entries = app.visit.basket.entries.filter((each) => each.sku === sku);
  if (!entries.length) return null;
  const { number } = entries.at(-1);
  return h("button", {
    class: "quiet take", type: "button", "data-id": `off-${sku}`, "aria-label": say("list.take_off", { name }),
    onclick: () => app.step("answers", { number, sku: null }),
  }, icon("minus"));
}

function foot(app) {
  const { visit } = app;
  const { basket, steps } = visit;
  const [lines, currency] = [basket?.lines ?? [], basket?.currency];
  const hasMore = steps.includes("products") || steps.includes("cancel");
  return h("div", { class: "foot" },
    hasMore ? h("div", { class: "more" },
      steps.includes("products") ? quiet("add", "search", say("list.add"), () => app.open({ kind: "find" })) : null,
      steps.includes("cancel") && basket ? quiet("over", "again", say("list.over"), () => app.open({ kind: "over" })) : null) : null,
    currency ? total(basket.total_minor, currency, countOf(lines), savedOn(lines)) : null,
    confirmButton(app));
}

function confirmButton(app) {
  const { basket, steps } = app.visit;
  if (!basket || app.isPhone) return null;
  return h("button", {
    class: "main", type: "button", "data-id": "confirm", disabled: !steps.includes("confirm"),
    onclick: () => app.step("confirm", { total_minor: basket.total_minor }),
  }, icon("check"), say("list.confirm"));
}

function quiet(id, sign, text, onclick) {
  return h("button", { class: "quiet", type: "button", "data-id": id, onclick }, icon(sign), text);
}
