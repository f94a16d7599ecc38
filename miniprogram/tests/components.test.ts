import assert from "node:assert/strict";
import { test } from "node:test";
import { Phone, problem, scripted } from "./phone";
import { component, settled, Shown } from "./simulator";

const MILK = {
  sku: "R", name: "莫斯利安", name_en: "Mosilian", price: "5.50", price_minor: 550, currency: "CNY",
  price_now: { price: "5.00", price_minor: 500, price_list: "winter" },
};
const LINE = { sku: "R", name: "莫斯利安", unit: "piece", quantity: 3, unit_price_minor: 550, total_minor: 1100 };

function phone(answers: Record<string, unknown> = {}): Phone {
  const made = new Phone(scripted(answers)).install();
  made.keep("address", "https://shop.example");
  made.keep("token", "t0k");
  return made;
}

test("a notice shows its sentence, and nothing when there is none", () => {
  phone();

  const [bad, good, none] = [{ text: "the token is not known" }, { text: "saved", isGood: true }, {}].map((given) => component("components/notice/notice", given));

  assert.match(bad.text, /the token is not known/);
  assert.ok(bad.has(".bad") && good.has(".good"));
  assert.equal(none.text, "");
});

test("lines show what each costs, the offers and the total", () => {
  phone();

  const shown = component("components/lines/lines", {
    lines: [{ ...LINE, discounts: [{ promotion_id: "3for2", name: "三付二", amount_minor: 550 }] },
      { ...LINE, name: "苹果", unit: "weight", quantity: 350, total_minor: 452 }],
    totalMinor: 1552, currency: "CNY", label: "合计",
  });

  for (const told of ["莫斯利安", "¥5.50 × 3", "三付二 -¥5.50", "¥11.00", "350 g", "合计", "¥15.52"]) assert.ok(shown.text.includes(told), told);
});

test("a row shows the price in force and the stock, and tells what was touched", async () => {
  phone({ "GET /v1/products/R/photos": { photos: [] } });
  const shown = component("components/product-row/product-row", { product: MILK, onHand: 0 });
  const chosen: unknown[] = [];
  shown.inner.addEventListener("choose", (event: { detail: unknown }) => chosen.push(event.detail));

  await shown.tap("#row");

  assert.ok(shown.text.includes("¥5.00") && shown.text.includes("库存 0"), shown.text);
  assert.deepEqual(chosen, [{ sku: "R" }]);
});

test("a row whose stock is not known shows none", () => {
  phone({ "GET /v1/products/R/photos": { photos: [] } });

  const shown = component("components/product-row/product-row", { product: MILK });

  assert.ok(!shown.text.includes("库存"), shown.text);
});

test("a photo is fetched with the token, once for all that show it", async () => {
  const asking = phone({ "GET /v1/products/R/photos": { photos: [{ id: 41, sku: "R" }] }, "GET /v1/photos/41": "picture" });

  const first = component("components/photo/photo", { sku: "R" });
  await settled(first);
  const second = component("components/photo/photo", { photoId: 41 });
  await settled(second);

  const fetched = asking.asked.filter((each) => each.url.endsWith("/v1/photos/41"));
  assert.equal(fetched.length, 1);
  assert.equal(fetched[0].header.Authorization, "Bearer t0k");
  assert.equal(second.data.path, first.data.path);
  assert.ok(first.has(".picture"));
});

test("a product without a picture leaves its frame empty", async () => {
  phone({ "GET /v1/products/B/photos": () => problem(404, "sku-unknown", "no such product") });

  const shown = component("components/photo/photo", { sku: "B" });
  await settled(shown);

  assert.ok(!shown.has(".picture"));
});

test("a chart tells its figures to who cannot see it, and says when there are none", async () => {
  phone();
  const figures = [{ label: "08", value: 550, text: "¥5.50" }, { label: "09", value: 0, text: "¥0.00" }];

  const shown = component("components/chart/chart", { figures, empty: "没有销售" });
  const none = component("components/chart/chart", { figures: [], empty: "没有销售" });

  assert.equal(shown.data.told, "08: ¥5.50, 09: ¥0.00");
  assert.ok(shown.has(".canvas") && !none.has(".canvas"));
  assert.equal(none.text, "没有销售");
});

test("a chart draws its figures on its canvas, sharp on a fine screen", () => {
  phone();
  const shown = component("components/chart/chart", { kind: "lying" });
  const canvas = withCanvas(shown, { width: 300, height: 68 });

  shown.inner.instance.setData({ figures: [{ label: "Tea", value: 400, text: "¥4.00" }, { label: "Water", value: 80, text: "¥0.80" }] });
  shown.inner.instance.draw();

  assert.deepEqual([canvas.node.width, canvas.node.height, canvas.scales.at(-1)], [600, 136, 2]);
  assert.ok(canvas.texts.includes("Tea") && canvas.texts.includes("¥0.80"));
  assert.deepEqual(canvas.widths.slice(-2), [300, 60]);
});

/** The simulator has no canvas, so the component is given one that writes down what is drawn. */
function withCanvas(shown: Shown, size: { width: number; height: number }) {
  const texts: string[] = [], widths: number[] = [], scales: number[] = [];
  const pen = {
    fillRect: (_x: number, _y: number, width: number) => widths.push(width), clearRect: () => undefined,
    fillText: (text: string) => texts.push(text), measureText: () => ({ width: 30 }), scale: (x: number) => scales.push(x),
  };
  const node = { width: 0, height: 0, getContext: () => pen };
  shown.inner.instance.createSelectorQuery = () => ({
    select: () => ({ fields: (_: object, told: (found: object) => void) => ({ exec: () => told({ node, ...size }) }) }),
  });
  return { node, texts, widths, scales };
}
