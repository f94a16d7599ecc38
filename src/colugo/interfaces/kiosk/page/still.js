// What stands on the stage where this browser has no camera: pictures that another camera of the
// counter took, or one that is chosen here.

import { draw, h, icon } from "./dom.js";
import { ask, Refused } from "./server.js";
import { shape } from "./stage.js";
import { language, say } from "./words.js";

const EVERY_MS = 300;
const KEPT = "colugo.camera";
const sleep = (ms) => new Promise((resume) => setTimeout(resume, ms));

export class Still {
  constructor(app, image, stage) {
    Object.assign(this, { app, image, stage, chosen: null });
    this.prompt = stage.appendChild(h("div", { class: "prompt" }));
    image.addEventListener("load", () => shape(stage, image.naturalWidth, image.naturalHeight));
  }

  /** Whether the pictures come from a command that reads the camera, never from this browser. */
  static get isAsked() {
    return localStorage.getItem(KEPT) === "server";
  }

  /** Show what there is to show, for ever. */
  async run() {
    for (;;) {
      const isOwn = this.app.camera.state === "on";
      const isOther = !isOwn && this.app.visit?.watched_by === "camera";
      if (isOther) await this.fetch();
      if (this.app.visit?.state === "idle") this.chosen = null;
      this.image.hidden = isOwn || !(isOther || this.chosen);
      this.drawPrompt(isOwn || isOther || Still.isAsked);
      await sleep(EVERY_MS);
    }
  }

  async fetch() {
    try {
      this.put(await ask("GET", `${this.app.counter.path}/picture`));
    } catch (error) {
      if (!(error instanceof Refused)) await sleep(EVERY_MS);
    }
  }

  put(blob) {
    const before = this.image.src;
    this.image.src = URL.createObjectURL(blob);
    if (before) URL.revokeObjectURL(before);
  }

  drawPrompt(isHidden) {
    this.prompt.hidden = isHidden;
    draw(this.prompt, [language(), isHidden, Boolean(this.chosen)], () => {
      const input = h("input", { type: "file", accept: "image/*", capture: "environment", id: "upload", class: "unseen", "data-id": "upload" });
      input.addEventListener("change", () => input.files[0] && this.choose(input.files[0]));
      return [
        this.chosen ? null : h("p", {}, icon("no-camera"), say("stage.no_camera")),
        input, h("label", { for: "upload", class: "main" }, icon("camera"), say("stage.upload")),
      ];
    });
  }

  async choose(file) {
    const sent = await this.app.try(() => this.app.counter.send(file, "picture"));
    if (!sent) return;
    this.chosen = file;
    this.put(file);
  }
}
