// Puts the newest visit on the screen: what to do, the picture with its boxes, the panel beside.

import { draw, h, icon } from "./dom.js";
import { barcodePanel, findPanel, weighPanel } from "./find.js";
import { listPanel } from "./list.js";
import { agePanel, helpButton, overPanel, questionPanel, takeAwayPanel, unknownPanel, welcomePanel, head } from "./panels.js";
import { paidPanel, payPanel, qr } from "./pay.js";
import { play } from "./sounds.js";
import { staffPanel } from "./staff.js";
import { drawBoxes } from "./stage.js";
import { hasWords, language, say } from "./words.js";

const $ = (id) => document.getElementById(id);

// sign and colour of what is said, by side state or state
const TONES = {
  idle: ["basket", "plain"], settling: ["wait", "plain"], recognised: ["wait", "plain"], review: ["check", "known"],
  paying: ["phone", "known"], paid: ["check", "known"], leaving: ["basket", "known"],
  question: ["question", "unsure"], unknown: ["cross", "unknown"], rearrange: ["spread", "unsure"], age_check: ["age", "unsure"],
  take_off: ["hand", "unsure"], scene_changed: ["again", "unsure"], camera_lost: ["no-camera", "unknown"], offline: ["offline", "unknown"],
  away: ["offline", "unknown"],
};
const OPENED = { find: findPanel, barcode: barcodePanel, weigh: weighPanel, staff: staffPanel, over: overPanel, phone: phonePanel };

/** Show all of it; only what changed is drawn anew. */
export function show(app) {
  const { visit } = app;
  document.body.dataset.state = visit?.state ?? "none";
  $("heading").textContent = say("heading");
  drawSay(app);
  if (!visit) return;
  drawBoxes($("over"), visit);
  drawSide(app);
}

/** The key of what is to be said now. */
export function topicOf(app) {
  if (app.counter.link === "away") return "away";
  return app.visit?.side?.kind ?? app.visit?.state ?? "away";
}

/** Play what happened between two visits. */
export function sound(before, visit) {
  if (!before || !visit) return;
  const [old, now] = [before.side?.kind, visit.side?.kind];
  if (visit.state === "paid" && before.state !== "paid") play("paid");
  else if (now && now !== old) play(["question", "age_check", "rearrange"].includes(now) ? "asked" : "stopped");
  else if (pieces(visit) > pieces(before)) play("added");
}

const pieces = (visit) => (visit.basket?.entries ?? []).length;

function drawSay(app) {
  const topic = topicOf(app);
  const [sign, tone] = TONES[topic];
  const hint = `say.${topic}.hint`;
  draw($("say"), [topic, language()], () => [
    h("span", { class: `sign ${tone}` }, icon(sign)),
    h("div", {}, h("p", { class: "headline" }, say(`say.${topic}`)), hasWords(hint) ? h("p", { class: "hint" }, say(hint)) : null),
  ]);
  $("say").className = `say ${tone}`;
}

function drawSide(app) {
  const { visit } = app;
  const [kind, make, facts] = panelOf(app);
  const side = $("side");
  const wasOther = side.dataset.panel !== kind;
  const hadFocus = wasOther && side.contains(document.activeElement);
  side.dataset.panel = kind;
  draw(side, [kind, language(), facts], make);
  if (wasOther) side.scrollTop = 0;
  const asked = side.querySelector("input[data-focus]") ?? side.querySelector("[data-focus]");
  if (wasOther && asked && (hadFocus || app.opened || visit.side)) asked.focus({ preventScroll: true });
}

/** Which panel, how it is made, and the facts that it shows. */
function panelOf(app) {
  const { visit, opened } = app;
  if (opened) return [`${opened.kind} ${opened.number ?? ""}`, () => OPENED[opened.kind](app, opened), opened.kind === "phone" ? visit.visit_id : 0];
  const whole = wholeFacts(visit);
  if (visit.state === "paying") return ["pay", () => payPanel(app), whole];
  if (visit.state === "paid" || (visit.state === "leaving" && visit.order)) return ["paid", () => paidPanel(app), whole];
  const box = askedBox(visit);
  if (box && visit.side.kind === "take_off") return [`away ${box.number}`, () => takeAwayPanel(app, box), [openFacts(box), visit.help, document.body.dataset.camera]];
  if (box && visit.side.kind === "question") return [`question ${box.number}`, () => questionPanel(app, box), [openFacts(box), visit.help, document.body.dataset.camera]];
  if (box && visit.side.kind === "unknown") return [`unknown ${box.number}`, () => unknownPanel(app, box), [openFacts(box), visit.help, document.body.dataset.camera]];
  if (visit.side?.kind === "age_check") return ["age", () => agePanel(app), whole];
  if (visit.state === "idle" && !visit.basket) return ["welcome", () => welcomePanel(app), [visit.steps, visit.help]];
  return ["list", () => listPanel(app), whole];
}

/** All that a panel may show; not what changes with every frame, so that no touch is lost. */
const wholeFacts = ({ basket, steps, payment, order, receipt, ways_to_pay: ways, side, help, scene, products }) => [
  basket && { ...basket, version: 0 }, steps, payment, order, receipt, ways, side?.kind, help, scene?.boxes.filter((each) => each.is_open).map(openFacts),
  products];

const openFacts = (box) => [box.number, box.verdict, box.sku, box.candidates, box.is_open, box.is_to_be_taken_off];

function askedBox(visit) {
  if (!["question", "unknown", "take_off"].includes(visit.side?.kind)) return null;
  const asked = visit.side.boxes ?? [];
  return visit.scene?.boxes.find((each) => asked.includes(each.number)) ?? null;
}

function phonePanel(app) {
  return [
    head("phone", "plain", say("phone.title"), say("phone.hint"), () => app.open(null)),
    app.visit.view ? qr(new URL(app.visit.view, location.origin).href, say("phone.scan")) : h("p", { class: "empty" }, say("phone.none")),
    helpButton(app),
  ];
}
