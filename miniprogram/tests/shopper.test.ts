// What a shopper sees, on a service of a few lines; a real counter is in the tests of the visit.

import assert from "node:assert/strict";
import { test } from "node:test";
import { words } from "../utils/words";
import { Lost, Phone, problem, scripted, type Service } from "./phone";
import { page, until, type Shown } from "./simulator";

const QR = "https://shop.example/kiosk/#v=c1.5a.ff";
const LINE = { number: 1, sku: "R", name: "莫斯利安", unit: "piece", quantity: 2, unit_price_minor: 550, discounts: [], tax_minor: 0, total_minor: 1100 };
const ORDER = { id: "o1", closed_at: "2026-11-25T12:00:00Z", lines: [LINE], total_minor: 1100, currency: "CNY" };
const PAYMENT = { id: "p1", provider: "wechat", state: "pending", amount_minor: 1100, currency: "CNY", qr_text: "weixin://wxpay/x" };
const VISIT = {
  counter_id: "c1", visit_id: "5a", version: 1, state: "review", side: null, products: {}, order: null, payment: null, receipt: null,
  basket: { order_id: "o1", lines: [LINE], total_minor: 1100, currency: "CNY" },
};
const PAID = { ...VISIT, state: "paid", basket: null, order: ORDER, payment: { ...PAYMENT, state: "paid" }, receipt: "/r/o1?d=77" };

function phone(service: Service): Phone {
  const made = new Phone(service).install();
  made.keep("token", "t0k");
  made.scanned = QR;
  return made;
}

const seeing = (visit: object): Service => scripted({ "GET /v1/views/c1.5a.ff": visit });

/** Touch "scan" and wait for what the counter says; the page goes on asking, so it is left at the end. */
async function scanned(shown: Shown): Promise<void> {
  void shown.call("scan");
  await until(() => shown.data.visit !== null || shown.data.problem !== "" || shown.data.isOver);
}

test("the basket at the counter is seen without signing in, and without a token sent", async () => {
  const asking = phone(seeing(VISIT));
  const shown = await page("basket");

  await scanned(shown);
  await shown.call("stop");

  for (const told of ["莫斯利安", "¥5.50 × 2", "¥11.00", words().state_review]) assert.ok(shown.text.includes(told), told);
  assert.equal(asking.asked[0].url, "https://shop.example/v1/views/c1.5a.ff");
  assert.equal(asking.asked[0].header.Authorization, undefined);
});

test("a code that WeChat itself scanned opens the basket", async () => {
  phone(seeing(VISIT));

  const shown = await page("basket", { q: encodeURIComponent(QR) });
  await until(() => shown.data.visit !== null);
  await shown.call("stop");

  assert.ok(shown.text.includes("¥11.00"));
});

test("another code is refused in words, and nothing is asked", async () => {
  const asking = phone(seeing(VISIT));
  asking.scanned = "6901234567892";
  const shown = await page("basket");

  await scanned(shown);

  assert.equal(shown.data.problem, words().notOurQr);
  assert.equal(asking.asked.length, 0);
});

test("what stands in the way at the counter is told", async () => {
  phone(seeing({ ...VISIT, state: "recognised", side: { kind: "age_check", reason: "an attendant comes" } }));
  const shown = await page("basket");

  await scanned(shown);
  await shown.call("stop");

  assert.ok(shown.text.includes(words().side_age_check));
});

test("while it is paid the amount and the link are there; by hand, whom to pay", async () => {
  const paying = phone(seeing({ ...VISIT, state: "paying", payment: PAYMENT }));
  const shown = await page("basket");
  await scanned(shown);
  await shown.tap("#copy");
  await shown.call("stop");
  phone(seeing({ ...VISIT, state: "paying", payment: { ...PAYMENT, provider: "cash", state: "created", qr_text: null } }));
  const byHand = await page("basket");
  await scanned(byHand);
  await byHand.call("stop");

  assert.equal(paying.clipboard, "weixin://wxpay/x");
  assert.ok(shown.text.includes(words().copied));
  assert.ok(byHand.text.includes(words().payAttendant) && !byHand.has("#copy"));
});

test("a paid basket leaves one receipt, however often it is seen", async () => {
  const paid = phone(seeing(PAID));
  const shown = await page("basket");

  await scanned(shown);
  await shown.call("look");
  await shown.call("stop");

  assert.deepEqual(paid.kept("receipts"), [{ order: ORDER, link: "https://shop.example/r/o1?d=77" }]);
  assert.ok(shown.text.includes(words().receiptKept));
});

test("a network that fails leaves the last that was seen, and it goes on by itself", async () => {
  let version = 0;
  phone((asked) => {
    version += 1;
    if (version >= 2 && version <= 4) throw new Lost();
    return seeing({ ...VISIT, version })(asked);
  });
  const shown = await page("basket");

  await scanned(shown);
  await until(() => shown.data.problem === words().noAnswer);
  const seen = shown.text.includes("¥11.00");
  await until(() => shown.data.problem === "");
  await shown.call("stop");

  assert.ok(seen);
  assert.ok(shown.data.visit.version > 4);
});

test("a visit that is over says so and asks no more", async () => {
  const asking = phone(() => problem(404, "view-unknown", "the visit is over"));
  const shown = await page("basket");

  await scanned(shown);
  await until(() => shown.data.isOver);
  const asked = asking.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 1200));

  assert.ok(shown.text.includes(words().visitOver));
  assert.equal(asking.asked.length, asked);
});

test("receipts are shown as they were paid, the shop's own copy opens as PDF", async () => {
  const asking = phone(scripted({ "GET /r/o1": "%PDF" }));
  asking.keep("receipts", [{ order: ORDER, link: "https://shop.example/r/o1?d=77" }]);
  const shown = await page("receipts");

  await shown.tap(".open");

  assert.ok(shown.text.includes("莫斯利安") && shown.text.includes("¥11.00"));
  assert.equal(asking.asked[0].url, "https://shop.example/r/o1?d=77&form=pdf&language=zh");
  assert.equal(asking.opened.length, 1);
});

test("no receipts are said in words", async () => {
  phone(scripted({}));

  const shown = await page("receipts");

  assert.ok(shown.text.includes(words().noReceipts));
});
