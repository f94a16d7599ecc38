// How it is paid, and the thanks. The server asks the providers; this shows what it says.

import { h, icon } from "./dom.js";
import { lineRow, total } from "./list.js";
import { money } from "./money.js";
import { button, head, helpButton } from "./panels.js";
import { ask } from "./server.js";
import { hasWords, say } from "./words.js";

const OPEN = ["created", "pending"]; // may still come in
const SIGNS = { cash: "basket", card: "tag", counter: "bell" };

/** Choose a way, or pay by the one that was chosen. */
export function payPanel(app) {
  const { visit } = app;
  const { payment } = visit;
  const back = () => app.step("cancel", { back: true });
  const goBack = visit.steps.includes("cancel") ? back : null;
  if (!payment || !OPEN.includes(payment.state)) {
    return [head("phone", "known", say("pay.title"), offlineHint(visit), goBack), ways(app), h("div", { class: "foot" }, due(visit))];
  }
  const others = visit.ways_to_pay.filter((each) => each.name !== payment.provider);
  return [
    head("phone", "known", wayName(payment.provider), hintOf(payment), goBack),
    payment.qr_text ? qr(payment.qr_text, say(app.isPhone ? "pay.open" : "pay.scan"), app.isPhone) : h("div", { class: "single" }, icon("bell")),
    h("div", { class: "foot" },
      due(visit),
      payment.qr_text ? null : staffButton(app, payment),
      h("div", { class: "more" }, visit.steps.includes("pay") ? others.map((each) => wayButton(app, each, "quiet")) : null)),
  ];
}

/** It is paid: the receipt for the phone, and take the goods. */
export function paidPanel(app) {
  const { order, receipt } = app.visit;
  return [
    head("check", "known", say("paid.title"), say("paid.hint")),
    receipt ? qr(new URL(receipt, location.origin).href, say(app.isPhone ? "paid.open" : "paid.receipt"), app.isPhone) : null,
    order ? h("ul", { class: "lines small" }, order.lines.map((each) => lineRow(each, null, app.visit, order.currency))) : null,
    order ? h("div", { class: "foot" }, total(order.total_minor, order.currency, null, order.discount_minor)) : null,
  ];
}

/** The QR of a text, drawn by the server, with what it is for; on a phone a link to touch. */
export function qr(text, caption, isPhone = false) {
  if (isPhone) return h("a", { class: "main", href: text, "data-id": "link" }, icon("phone"), caption);
  const image = h("img", { alt: caption, class: "qr", width: "240", height: "240" });
  ask("GET", `/v1/qr?text=${encodeURIComponent(text)}`).then((svg) => {
    image.src = URL.createObjectURL(svg);
    image.onload = () => URL.revokeObjectURL(image.src);
  }, () => image.remove());
  return h("figure", { class: "qr" }, image, h("figcaption", {}, icon("phone"), caption));
}

function ways(app) {
  if (!app.visit.steps.includes("pay")) return h("p", { class: "empty" }, say("pay.at_counter"));
  return h("div", { class: "choices" }, app.visit.ways_to_pay.map((each) => wayButton(app, each, "choice")),
    helpButton(app, "choice"));
}

function wayButton(app, way, kind) {
  const sign = SIGNS[way.name] ?? "phone";
  return button(`way-${way.name}`, kind, sign, wayName(way.name), () => app.step("pay", { provider: way.name }));
}

const wayName = (name) => (hasWords(`way.${name}`) ? say(`way.${name}`) : name);

const hintOf = (payment) => say(payment.qr_text ? "pay.scan" : "pay.attendant");

const offlineHint = (visit) => say(visit.side?.kind === "offline" ? "pay.offline" : "pay.hint");

function due({ order, basket, payment }) {
  const [minor, currency] = payment
    ? [payment.amount_minor, payment.currency]
    : [(order ?? basket).total_minor, (order ?? basket).currency];
  return h("div", { class: "total due" }, h("p", {}, say("pay.due")), h("output", { id: "total" }, money(minor, currency)));
}

function staffButton(app, payment) {
  if (app.isPhone) return null;
  const call = app.visit.help ? h("p", { class: "called" }, icon("bell"), say("help.called")) : helpButton(app, "main");
  const received = () => app.open({ kind: "staff", payment: payment.id });
  return [call, button("staff", "quiet wide", "check", say("pay.received"), received)];
}
