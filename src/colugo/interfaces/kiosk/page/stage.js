// What the camera sees, with a frame and a name for each box. Knows no money.

import { h, icon } from "./dom.js";
import { language, say } from "./words.js";

/** The sign of each verdict: no one needs to tell colours apart. */
export const SIGNS = { known: "check", unsure: "question", unknown: "cross", pending: "wait" };
const CROP_PX = 320;
const shown = new Map(); // number of a box to its element, so that boxes glide

/** The name of a product in the language of the screen. */
export function nameOf(visit, sku) {
  const product = visit.products[sku];
  if (!product) return sku;
  return language() === "en" && product.name_en ? product.name_en : product.name;
}

/** Draw the boxes of `visit` into `over`; those that the shopper has to do with are lifted. */
export function drawBoxes(over, visit) {
  const boxes = visit?.scene && isDrawn(visit) ? visit.scene.boxes : [];
  const numbers = new Set(boxes.map((each) => each.number));
  for (const [number, mark] of shown) {
    if (numbers.has(number)) continue;
    mark.remove();
    shown.delete(number);
  }
  for (const box of boxes) {
    if (!shown.has(box.number)) shown.set(box.number, over.appendChild(h("div", {})));
    place(shown.get(box.number), box, visit);
  }
}

/** Give the stage the sides of what is shown on it, so that boxes lie where they belong. */
export function shape(stage, width, height) {
  if (width && height) stage.style.setProperty("--ratio", `${width} / ${height}`);
  if (width && height) stage.style.setProperty("--wide", String(width / height));
}

/** What the picture shows in a box, as a picture of its own; null where nothing is to be seen. */
export function cropOf(box, scene) {
  const source = [...document.querySelectorAll("#video, #still")].find((each) => !each.hidden && (each.videoWidth || each.naturalWidth));
  if (!source || !scene) return null;
  const scale = (source.videoWidth || source.naturalWidth) / scene.width;
  const [left, top, right, bottom] = box.xyxy.map((each) => each * scale);
  const [width, height] = [right - left, bottom - top];
  const zoom = Math.min(1, CROP_PX / Math.max(width, height));
  const canvas = h("canvas", { class: "crop", width: Math.round(width * zoom), height: Math.round(height * zoom), "aria-hidden": "true" });
  canvas.getContext("2d").drawImage(source, left, top, width, height, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const isDrawn = (visit) => !["idle", "leaving"].includes(visit.state);

function place(mark, box, visit) {
  const { width, height } = visit.scene;
  const [left, top, right, bottom] = box.xyxy;
  const asked = visit.side?.kind === "rearrange" ? visit.side.boxes.includes(box.number) : visit.side?.boxes?.[0] === box.number;
  const kind = box.is_open ? box.verdict : "known";
  mark.className = ["mark", kind, asked ? "asked" : "", top < height * 0.12 ? "low" : "",
    left > width * 0.6 ? "leftward" : ""].join(" ").trim();
  mark.style.left = `${(100 * left) / width}%`;
  mark.style.top = `${(100 * top) / height}%`;
  mark.style.width = `${(100 * (right - left)) / width}%`;
  mark.style.height = `${(100 * (bottom - top)) / height}%`;
  const text = labelOf(box, visit);
  const key = `${kind} ${text}`;
  if (mark.dataset.key === key) return;
  mark.dataset.key = key;
  mark.replaceChildren(h("span", { class: "label" }, icon(SIGNS[kind]), h("span", {}, text)));
}

function labelOf(box, visit) {
  if (box.is_to_be_taken_off) return say("box.take_off");
  if (box.marks.includes("sticks_out")) return say("box.sticks_out");
  if (box.marks.includes("overlaps")) return say("box.overlaps");
  if (box.sku) return nameOf(visit, box.sku);
  return say(`box.${box.verdict}`);
}
