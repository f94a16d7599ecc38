// Take in a delivery: what came of which product. Sent again under the same id until it is answered.

import { newId } from "../../utils/ids";
import { keep, kept } from "../../utils/kept";
import { Problem } from "../../utils/api";
import { scanCode, showWords, work } from "../../utils/page";
import type { Product } from "../../utils/shapes";
import { product, productOfBarcode, products, receive, stock } from "../../utils/shop";
import { say, type Words } from "../../utils/words";

interface Row {
  product: Product;
  came: string;
}

const FOUND = 10;

Component({
  data: {
    t: {} as Words, isBusy: false, problem: "", good: "", q: "", found: [] as Product[], rows: [] as Row[],
    onHand: {} as Record<string, number>, hasStore: true, isPending: false,
  },
  methods: {
    async onLoad(query: { sku?: string }) {
      showWords(this);
      this.setData({ hasStore: kept("storeId") !== "" });
      if (!this.data.hasStore) return;
      await work(this, async () => {
        this.setData({ onHand: await stock(kept("storeId")) });
        await this.carryOn();
        if (query.sku && !this.data.isPending) this.add((await product(decodeURIComponent(query.sku))).data);
      });
    },
    /** A delivery that was sent and not answered is shown again, to be sent again. */
    async carryOn() {
      const pending = kept("delivery");
      if (pending === null) return;
      const told = await Promise.all(Object.keys(pending.quantities).map((sku) => product(sku)));
      const rows = told.map(({ data }) => ({ product: data, came: String(pending.quantities[data.sku]) }));
      this.setData({ isPending: true, rows });
    },
    type(event: WechatMiniprogram.Input) {
      this.setData({ q: event.detail.value });
    },
    async search() {
      await work(this, async () => {
        this.setData({ found: (await products({ q: this.data.q.trim(), limit: FOUND })).products });
      });
    },
    async scan() {
      const code = await scanCode();
      if (code) await work(this, async () => this.add(await productOfBarcode(code)));
    },
    choose(event: WechatMiniprogram.CustomEvent<{ sku: string }>) {
      const found = this.data.found.find((each) => each.sku === event.detail.sku);
      if (found) this.add(found);
    },
    add(found: Product) {
      const isThere = this.data.rows.some((row) => row.product.sku === found.sku);
      this.setData({ found: [], q: "", rows: isThere ? this.data.rows : [...this.data.rows, { product: found, came: "" }] });
    },
    typeCame(event: WechatMiniprogram.Input) {
      this.setData({ [`rows[${Number(event.currentTarget.dataset.index)}].came`]: event.detail.value });
    },
    async send() {
      const quantities: Record<string, number> = {};
      for (const row of this.data.rows) if (/^[1-9]\d{0,8}$/.test(row.came)) quantities[row.product.sku] = Number(row.came);
      this.setData({ good: "" });
      if (Object.keys(quantities).length < this.data.rows.length || this.data.rows.length === 0) {
        this.setData({ problem: say("cameWrong") });
        return;
      }
      const note = kept("delivery") ?? { noteId: await newId(), storeId: kept("storeId"), quantities };
      keep("delivery", note);
      await work(this, () => this.deliver(note));
    },
    async deliver(note: { noteId: string; storeId: string; quantities: Record<string, number> }) {
      try {
        await receive(note.noteId, note.storeId, note.quantities);
      } catch (error) {
        if (error instanceof Problem && error.isRefusal) this.forget(); // nothing of it was taken in
        else this.setData({ isPending: true });
        throw error;
      }
      this.forget();
      this.setData({ rows: [], onHand: await stock(note.storeId), good: say("cameIn") });
    },
    forget() {
      keep("delivery", null);
      this.setData({ isPending: false });
    },
  },
});
