// Answering what is sold by weight, on a service of a few lines; whole orders are in the tests of the service.

import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../utils/words";
import { Phone, scripted } from "./phone";
import { page } from "./simulator";

const BASKET = {
  order_id: "o1", store_id: "east", counter_id: "c1", version: 2, entries: [], lines: [], ages_to_approve: [], total_minor: 0, currency: "CNY",
  questions: [{ key: "box-1", kind: "unweighed", skus: ["A"] }],
};
const product = (sku: string, unit: string) => ({ sku, name: sku, unit, price_now: { price: "12.90", price_minor: 1290 }, currency: "CNY" });

function phone(unit: string): Phone {
  const made = new Phone(scripted({
    "PUT /v1/baskets/o1": BASKET, "GET /v1/products/A": product("A", unit), "GET /v1/products/A/photos": { photos: [] },
    "POST /v1/baskets/o1/answers": { ...BASKET, version: 3, questions: [] },
  })).install();
  made.keep("address", "https://shop.example");
  made.keep("order", { orderId: "o1", paymentId: "", picture: "" });
  return made;
}

test("what is sold by weight is answered with its grams, and not without", async () => {
  const asking = phone("weight");
  const shown = await page("order");

  await shown.tap(".candidate");
  const refused = shown.data.problem;
  await shown.type("#grams", "350");
  await shown.tap(".candidate");

  const sent = asking.asked.filter((each) => each.url.endsWith("/answers"));
  assert.equal(refused, words().needsGrams);
  assert.deepEqual(sent.map((each) => JSON.parse(each.body).quantity), [350]);
  assert.equal(sent[0].header["If-Match"], '"2"');
  assert.equal(shown.data.question, null);
});

test("what is sold by the piece is not asked for grams", async () => {
  const asking = phone("piece");
  const shown = await page("order");

  const hasGrams = shown.has("#grams");
  await shown.tap(".candidate");

  const sent = asking.asked.filter((each) => each.url.endsWith("/answers"));
  assert.ok(!hasGrams);
  assert.deepEqual(sent.map((each) => JSON.parse(each.body).quantity), [1]);
});
