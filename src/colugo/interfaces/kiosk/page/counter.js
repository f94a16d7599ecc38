// The visit to one counter: asks for it, sends frames and steps. Decides nothing, keeps the newest.

import { act, ask, Refused, Unreachable } from "./server.js";

const WAIT_S = 5; // a long poll; what a provider does meanwhile may not count as another version
const AGAIN_MS = 700;
const FRAME_MS = 200; // five frames a second, two while nobody is there
const IDLE_FRAME_MS = 500;
const NOTHING_MS = 250;

const sleep = (ms) => new Promise((resume) => setTimeout(resume, ms));

export class Counter {
  /** `changed(before)` is called whenever `visit` or `link` is another. */
  constructor(id, changed) {
    this.path = `/v1/counters/${encodeURIComponent(id)}/visit`;
    this.changed = changed;
    this.visit = null;
    this.link = "on"; // or "away"
    this.aheadMs = -Infinity; // how much the clock of the server is ahead of ours
    this.frames = 0;
  }

  /** Follow the visit until the server refuses us. @throws Refused */
  async follow() {
    for (;;) {
      try {
        const since = this.visit ? `?since=${this.visit.version}&wait_s=${WAIT_S}` : "";
        this.take(await ask("GET", this.path + since));
      } catch (error) {
        if (error instanceof Refused && error.status < 500) throw error;
        await this.wait();
      }
    }
  }

  /** Send what `camera` sees, the next picture when the answer to the last is there. */
  async watch(camera) {
    for (;;) {
      const began = Date.now();
      const picture = document.hidden ? null : await camera.picture();
      if (picture === null) {
        await sleep(NOTHING_MS);
        continue;
      }
      await this.send(picture, "camera", began).catch(() => this.wait());
      const pace = this.visit?.state === "idle" ? IDLE_FRAME_MS : FRAME_MS;
      await sleep(Math.max(0, began + pace - Date.now()));
    }
  }

  /** Send one picture. @throws Refused, Unreachable */
  async send(picture, kind, takenMs = Date.now()) {
    const form = new FormData();
    const ahead = Number.isFinite(this.aheadMs) ? this.aheadMs : 0;
    form.set("number", String((this.frames += 1)));
    form.set("taken_at", new Date(takenMs + ahead).toISOString());
    form.set("kind", kind);
    form.set("picture", picture, "frame.jpg");
    const answer = await ask("POST", `${this.path}/frames`, form);
    if (answer.frame?.use === "stale") this.aheadMs = -Infinity; // a clock was set: look again
    this.take(answer);
    return answer.frame;
  }

  /** Do one of `visit.steps`; again with the same key until the server answers. @throws Refused */
  async step(name, body = {}) {
    this.take(await act("POST", `${this.path}/${name}`, body));
  }

  take(visit) {
    this.aheadMs = Math.max(this.aheadMs, Date.parse(visit.server_time) - Date.now());
    const wasAway = this.link === "away";
    this.link = "on";
    const before = this.visit;
    const isNewer = before === null || isAfter(visit, before);
    if (isNewer) this.visit = visit;
    if (isNewer || wasAway) this.changed(before);
  }

  async wait() {
    if (this.link === "on") {
      this.link = "away";
      this.changed(this.visit);
    }
    await sleep(AGAIN_MS);
  }
}

/** Whether a visit was told after another; of one version the later answer knows more. */
const isAfter = (one, other) => one.version > other.version
  || (one.version === other.version && Date.parse(one.server_time) > Date.parse(other.server_time));

/** Ask the provider of a payment now and then what became of it; the visit tells the rest. */
export async function keepAsking(counter, everyMs = 3000) {
  for (;;) {
    await sleep(everyMs);
    const { state, payment } = counter.visit ?? {};
    if (state !== "paying" || !payment?.qr_text) continue;
    await ask("POST", `/v1/payments/${payment.id}/refreshes`).catch((error) => {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    });
  }
}
