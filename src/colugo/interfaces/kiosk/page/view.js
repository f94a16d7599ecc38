// The basket of one visit on the phone of the shopper: to look at and to pay, nothing else.

import { ask, Refused } from "./server.js";

const EVERY_MS = 1000;

/** The key of a visit that was scanned. It stands behind the #, which no server is told. */
export const viewKey = () => new URLSearchParams(location.hash.slice(1)).get("v");

/** Show the visit of `key` until it has ended; `app` is told when there is another one. */
export async function follow(app, key, refresh) {
  for (;;) {
    try {
      app.counter.visit = await ask("GET", `/v1/views/${encodeURIComponent(key)}`);
      app.counter.link = "on";
    } catch (error) {
      if (error instanceof Refused) return;
      app.counter.link = "away";
    }
    refresh();
    await new Promise((resume) => setTimeout(resume, EVERY_MS));
  }
}
