// Starts the page and joins its parts. Keeps nothing but what is open in front of the shopper.

import { Camera } from "./camera.js";
import { Counter, keepAsking } from "./counter.js";
import { draw, h, icon } from "./dom.js";
import { putCode } from "./find.js";
import { show, sound } from "./screen.js";
import { Refused, token, forget } from "./server.js";
import { counterId, signInPanel } from "./signin.js";
import { isLoud, play, setLoud } from "./sounds.js";
import { shape } from "./stage.js";
import { Still } from "./still.js";
import { follow, viewKey } from "./view.js";
import { hasWords, language, otherLanguage, say, speak } from "./words.js";

const $ = (id) => document.getElementById(id);
const SCAN_MS = 60; // a scanner types faster than people do
const ALERT_MS = 6000;

const app = {
  counter: null, camera: null, opened: null, isPhone: false,
  get visit() { return this.counter.visit; },
  /** Open a panel over what the server says; null closes it. */
  open(panel) { this.opened = panel; refresh(); },
  /** Do one of the visit's steps; true when it was done. */
  step(name, body) { return this.try(async () => { await this.counter.step(name, body); return true; }); },
  /** Do something that may be refused; then say why, and give null. */
  async try(work) {
    try {
      const result = await work();
      tell("");
      return result;
    } catch (error) {
      const known = error instanceof Refused && `problem.${error.kind}`;
      tell(known && hasWords(known) ? say(known) : known ? error.message : say("alert.away"));
      play("stopped");
      return null;
    }
  },
};

async function start() {
  await speak();
  navigator.serviceWorker?.register("sw.js").catch(() => {});
  if (viewKey()) await view(viewKey());
  else if (token() && counterId()) await run();
  else signIn();
}

async function view(key) {
  document.body.dataset.mode = "phone";
  app.isPhone = true;
  app.counter = { visit: null, link: "on" };
  await follow(app, key, refresh);
  $("side").replaceChildren(h("p", { class: "empty" }, say("phone.ended")));
}

function signIn(problem) {
  document.body.dataset.state = "signin";
  $("place").textContent = "";
  tools(() => signIn(problem));
  signInPanel($("side"), () => location.reload(), problem);
}

async function run() {
  $("place").textContent = counterId();
  app.counter = new Counter(counterId(), changed);
  app.camera = new Camera($("video"), cameraChanged);
  const still = new Still(app, $("still"), $("stage"));
  $("video").addEventListener("resize", () => shape($("stage"), $("video").videoWidth, $("video").videoHeight));
  document.addEventListener("keydown", scanned);
  refresh();
  still.run();
  if (Still.isAsked) cameraChanged("off"); else app.camera.start();
  app.counter.watch(app.camera);
  keepAsking(app.counter);
  try {
    await app.counter.follow();
  } catch (error) {
    if (error.kind === "counter-unknown") localStorage.removeItem("colugo.counter"); else forget();
    signIn(say("signin.refused"));
  }
}

function changed(before) {
  sound(before, app.visit);
  const isOver = before?.visit_id !== app.visit?.visit_id || before?.state !== app.visit?.state;
  if (isOver && app.opened && app.opened.kind !== "phone") app.opened = null;
  refresh();
}

function cameraChanged(state) {
  document.body.dataset.camera = state;
  refresh();
}

function refresh() {
  tools(refresh);
  chips();
  if (app.counter) show(app);
}

function chips() {
  const camera = app.camera?.state ?? "on";
  const link = app.counter?.link ?? "on";
  const called = Boolean(app.visit?.help);
  const watched = app.isPhone || camera === "on" || app.visit?.watched_by === "camera";
  draw($("chips"), [watched, link, called, language()], () => [
    watched ? null : h("span", { class: "chip" }, icon("no-camera"), say("chip.no_camera")),
    link === "on" ? null : h("span", { class: "chip" }, icon("offline"), say("chip.away")),
    called ? h("span", { class: "chip good" }, icon("bell"), say("help.called")) : null,
  ]);
}

/** The buttons of the bar; `again` draws the screen in another language. */
function tools(again) {
  const tool = (id, sign, label, onclick, text) => h("button", { class: "tool", type: "button", "data-id": id, "aria-label": label,
    title: label, onclick }, sign ? icon(sign) : null, text ? h("span", {}, text) : null);
  const change = async () => { await speak(otherLanguage()); again(); };
  const visit = app.counter?.visit;
  draw($("tools"), [language(), isLoud(), Boolean(visit?.visit_id), Boolean(visit?.help), visit?.steps.includes("help")], () => [
    visit?.visit_id && !app.isPhone ? tool("phone", "phone", say("tool.phone"), () => app.open({ kind: "phone" })) : null,
    visit?.steps.includes("help") && !visit.help ? tool("call", "bell", say("help.call"), () => app.step("help", { reason: say("help.call") })) : null,
    tool("sound", isLoud() ? "sound" : "silence", say(isLoud() ? "tool.silence" : "tool.sound"), () => { setLoud(!isLoud()); again(); }),
    h("button", { class: "tool words", type: "button", "data-id": "language", lang: otherLanguage() === "zh" ? "zh-CN" : "en", onclick: change },
      otherLanguage() === "zh" ? "中文" : "English"),
  ]);
}

let alertTimer = 0;

function tell(text) {
  clearTimeout(alertTimer);
  $("alert").textContent = text;
  if (text) alertTimer = setTimeout(() => tell(""), ALERT_MS);
}

let typed = "";
let typedAt = 0;

/** A scanner types a code and Enter as fast as no finger does; it needs no field to type into. */
function scanned(event) {
  if (event.target instanceof HTMLInputElement || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.timeStamp - typedAt > SCAN_MS) typed = "";
  typedAt = event.timeStamp;
  if (/^\d$/.test(event.key)) typed += event.key;
  else if (event.key === "Enter" && typed.length >= 8) {
    event.preventDefault();
    putCode(app, typed, app.visit?.side?.kind === "unknown" ? app.visit.side.boxes[0] : undefined);
    typed = "";
  }
}

start();
