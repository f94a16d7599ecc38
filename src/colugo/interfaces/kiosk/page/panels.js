// What the shopper is asked, one thing at a time. The server says what; this draws it.

import { h, icon } from "./dom.js";
import { lineRow } from "./list.js";
import { money } from "./money.js";
import { pictureOf } from "./pictures.js";
import { cropOf, nameOf } from "./stage.js";
import { hasWords, say } from "./words.js";

/** A heading that says what is asked, with its sign, and a way back where there is one. */
export function head(sign, kind, title, hint, goBack) {
  return h("div", { class: `head ${kind}` },
    goBack ? h("button", { class: "quiet back", type: "button", "data-id": "back", "aria-label": say("back"), onclick: goBack }, icon("back")) : null,
    h("span", { class: "sign" }, icon(sign)),
    h("div", {}, h("h2", { "data-focus": true, tabindex: "-1" }, title), hint ? h("p", {}, hint) : null));
}

/** Nobody is there: what to do, in three steps. */
export function welcomePanel(app) {
  const step = (sign, number) => h("li", {}, h("span", { class: "sign" }, icon(sign)),
    h("p", { class: "title" }, say(`welcome.${number}`)), h("p", { class: "each" }, say(`welcome.${number}.hint`)));
  return [
    h("h2", { class: "hello" }, say("welcome.title")),
    h("ol", { class: "steps" }, step("basket", 1), step("check", 2), step("phone", 3)),
    h("div", { class: "foot" }, app.visit.steps.includes("products")
      ? button("add", "quiet wide", "search", say("welcome.find"), () => app.open({ kind: "find" })) : null),
  ];
}

/** Which of up to three it is. */
export function questionPanel(app, box) {
  const { visit } = app;
  const choose = (sku) => visit.products[sku]?.unit === "weight"
    ? app.open({ kind: "weigh", number: box.number, sku })
    : app.step("answers", { number: box.number, sku });
  return [
    asked(box, visit, head("question", "unsure", say("question.title"), say("question.hint"))),
    h("ul", { class: "tiles", "aria-label": say("question.title") },
      box.candidates.map((sku) => h("li", {}, tile(visit.products[sku], nameOf(visit, sku), visit.basket?.currency, `pick-${sku}`, () => choose(sku))))),
    h("div", { class: "foot" }, h("div", { class: "more" },
      button("other", "quiet", "search", say("question.other"), () => app.open({ kind: "find", number: box.number })),
      takeOffButton(app, box)), helpButton(app)),
  ];
}

/** It matches nothing: pick, scan, take off, call. */
export function unknownPanel(app, box) {
  return [
    head("cross", "unknown", say("unknown.title"), say("unknown.hint")),
    h("div", { class: "single" }, cropOf(box, app.visit.scene)),
    h("div", { class: "choices" },
      button("find", "choice", "search", say("unknown.find"), () => app.open({ kind: "find", number: box.number })),
      button("scan", "choice", "barcode", say("unknown.barcode"), () => app.open({ kind: "barcode", number: box.number })),
      takeOffButton(app, box, "choice"), helpButton(app, "choice")),
  ];
}

/** It was said that it is not bought: it has to leave the counter. */
export function takeAwayPanel(app, box) {
  return [
    head("hand", "unsure", say("take_away.title"), say("take_away.hint")),
    h("div", { class: "single" }, cropOf(box, app.visit.scene)),
    h("div", { class: "foot" }, button("keep", "quiet wide", "back", say("take_away.keep"), () =>
      app.open({ kind: "find", number: box.number })), helpButton(app)),
  ];
}

/** An attendant has to see the buyer. */
export function agePanel(app) {
  const { visit } = app;
  const years = Math.max(...visit.basket.ages_to_approve);
  const lines = visit.basket.lines.filter((each) => visit.products[each.sku]?.min_age_years);
  return [
    head("age", "unsure", say("age.title", { years }), say("age.hint")),
    h("ul", { class: "lines" }, lines.map((each) => lineRow(each, app))),
    h("div", { class: "foot" },
      button("staff", "quiet wide", "check", say("age.approve"), () => app.open({ kind: "staff", step: "age", body: { min_age_years: years } })),
      helpButton(app, "main")),
  ];
}

/** Whether all is to be dropped. */
export function overPanel(app) {
  const drop = async () => { await app.step("cancel"); app.open(null); };
  return [
    head("again", "unknown", say("over.title"), say("over.hint")),
    h("div", { class: "choices" },
      button("keep", "choice", "back", say("over.keep"), () => app.open(null)),
      button("drop", "choice", "cross", say("over.drop"), drop)),
  ];
}

/** A product to touch: picture, name, price. */
export function tile(product, name, currency, id, onclick) {
  return h("button", { class: "tile", type: "button", "data-id": id, onclick },
    pictureOf(product?.sku, product?.picture), h("span", { class: "title" }, name),
    product && currency ? h("span", { class: "sum" }, money(product.price_minor, currency)) : null);
}

/** A button with its sign. */
export function button(id, kind, sign, text, onclick) {
  return h("button", { class: kind, type: "button", "data-id": id, onclick }, icon(sign), h("span", {}, text));
}

/** Calls the attendant, or says that this was done. */
export function helpButton(app, kind = "quiet wide") {
  if (app.visit.help) return h("p", { class: "called" }, icon("bell"), say("help.called"));
  if (!app.visit.steps.includes("help")) return null;
  return button("help", kind, "bell", say("help.call"), () => app.step("help", { reason: reasonOf(app.visit) }));
}

function asked(box, visit, heading) {
  const crop = cropOf(box, visit.scene);
  if (crop) heading.querySelector(".sign").replaceWith(crop);
  return heading;
}

function takeOffButton(app, box, kind = "quiet") {
  const leave = () => app.step("answers", { number: box.number, sku: null });
  return button("leave", kind, "hand", say("unknown.leave"), leave);
}

function reasonOf(visit) {
  const key = `say.${visit.side?.kind ?? visit.state}`;
  return hasWords(key) ? say(key) : say("help.call");
}
