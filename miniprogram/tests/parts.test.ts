import assert from "node:assert/strict";
import { test } from "node:test";
import { drawLying, drawUpright, lyingBars, rankingHeight, uprightBars, type Pen } from "../utils/charts";
import { newId } from "../utils/ids";
import { keep, keepReceipt, kept } from "../utils/kept";
import { amount, money } from "../utils/money";
import type { Order } from "../utils/shapes";
import { readQr } from "../utils/view-key";
import { say, sayOf, words } from "../utils/words";
import { en } from "../words/en";
import { zh } from "../words/zh";
import { Phone, scripted } from "./phone";

const SIZE = { width: 240, height: 180 };
const figure = (label: string, value: number) => ({ label, value, text: money(value, "CNY") });
const phone = () => new Phone(scripted({})).install();

test("both languages have the same keys, places and no empty text", () => {
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

  const keys = Object.keys(zh) as (keyof typeof zh)[];

  assert.deepEqual(Object.keys(en).sort(), [...keys].sort());
  for (const key of keys) {
    assert.ok(zh[key].trim() && en[key].trim(), key);
    assert.deepEqual(places(zh[key]), places(en[key]), key);
  }
});

test("a text is in the language that is kept, with its places filled", () => {
  phone();

  const chinese = say("inStock", { count: 3 });
  keep("language", "en");

  assert.equal(chinese, "库存 3");
  assert.equal(say("inStock", { count: 3 }), "3 in stock");
  assert.equal(sayOf("state", "paid"), words().state_paid);
  assert.equal(sayOf("state", "new-state"), "new-state");
});

test("money is written without floats, in the digits of its currency", () => {
  const written = [money(550, "CNY"), money(5, "CNY"), money(-550, "CNY"), money(1200, "JPY"), money(1234, "KWD"), money(10, "XYZ")];

  assert.deepEqual(written, ["¥5.50", "¥0.05", "-¥5.50", "¥1200", "KWD 1.234", "XYZ 0.10"]);
  assert.equal(amount(350, "weight"), "350 g");
  assert.equal(amount(2, "piece"), "× 2");
});

test("an id is a UUID of version 4 and never the same", async () => {
  phone();

  const ids = await Promise.all(Array.from({ length: 50 }, newId));

  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(ids).size, 50);
});

test("the code of a counter is read, and no other", () => {
  const read = (text: string) => readQr(text, "https://kept.example");

  assert.deepEqual(read("https://shop.example/kiosk/#v=c1.5a.ff"), { base: "https://shop.example", key: "c1.5a.ff" });
  assert.deepEqual(read("/kiosk/#v=c%201.5a.ff"), { base: "https://kept.example", key: "c 1.5a.ff" });
  for (const other of ["", "6901234567892", "https://shop.example/r/1?d=2", "weixin://wxpay/x", "javascript:/kiosk/#v=1"]) {
    assert.equal(read(other), null, other);
  }
});

test("a receipt is kept once, the newest first, and no more than fifty", () => {
  phone();
  const receipt = (id: number) => ({ order: { id: String(id) } as Order, link: `https://shop.example/r/${id}` });

  for (let id = 0; id < 52; id += 1) keepReceipt(receipt(id));
  keepReceipt(receipt(40));

  const ids = kept("receipts").map((each) => each.order.id);
  assert.equal(ids.length, 50);
  assert.deepEqual(ids.slice(0, 3), ["40", "51", "50"]);
});

test("upright bars are as high as their figures and stand on one line", () => {
  const bars = uprightBars([figure("08", 100), figure("09", 400), figure("10", -100)], SIZE);

  assert.equal(bars[1].height, 4 * bars[0].height);
  assert.equal(bars[0].y + bars[0].height, bars[1].y + bars[1].height);
  assert.equal(bars[2].y, bars[0].y + bars[0].height);
  for (const bar of bars) assert.ok(bar.x >= 0 && bar.x + bar.width <= SIZE.width && bar.y >= 0 && bar.y + bar.height <= SIZE.height);
});

test("lying bars are as long as their figures, below each other", () => {
  const bars = lyingBars([figure("a", 300), figure("b", 150)], { width: 240, height: rankingHeight(2) });

  assert.deepEqual(bars.map((bar) => bar.width), [240, 120]);
  assert.ok(bars[1].y > bars[0].y + bars[0].height && bars[1].y + bars[1].height <= rankingHeight(2));
});

test("nothing sold, or nothing but noughts, is drawn without a bar", () => {
  const pen = new Recorder();

  drawUpright(pen, [], SIZE);
  drawUpright(pen, [figure("08", 0)], SIZE);

  assert.ok(pen.rectangles.every(([, , , height]) => height === 0));
});

test("the figures are written beside their bars, inside the canvas", () => {
  const [upright, lying] = [new Recorder(), new Recorder()];

  drawUpright(upright, [figure("08", 100), figure("23", 400)], SIZE);
  drawLying(lying, [figure("莫斯利安", 400), figure("Tea", 100)], SIZE);

  assert.deepEqual(upright.texts.sort(), ["08", "23", "¥4.00"]);
  assert.deepEqual(lying.texts.sort(), ["Tea", "¥1.00", "¥4.00", "莫斯利安"].sort());
  assert.equal(upright.rectangles.length, 2);
  assert.equal(lying.rectangles.length, 2);
});

class Recorder implements Pen {
  fillStyle: unknown = "";
  font = "";
  textAlign: unknown = "";
  textBaseline: unknown = "";
  readonly rectangles: number[][] = [];
  readonly texts: string[] = [];

  fillRect(...rectangle: number[]): void {
    this.rectangles.push(rectangle);
  }

  clearRect(): void {}

  fillText(text: string): void {
    this.texts.push(text);
  }

  measureText(text: string): { width: number } {
    return { width: text.length * 6 };
  }
}
