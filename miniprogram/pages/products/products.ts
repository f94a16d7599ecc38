// Search the catalogue: by name, pinyin or English, or by the barcode on the package.

import { kept } from "../../utils/kept";
import { scanCode, showWords, work } from "../../utils/page";
import type { Product } from "../../utils/shapes";
import { productOfBarcode, products, stock } from "../../utils/shop";
import type { Words } from "../../utils/words";

const PAGE = 20;

Component({
  data: {
    t: {} as Words, isBusy: false, problem: "", q: "", found: [] as Product[], cursor: "", isLast: true, isAsked: false,
    onHand: {} as Record<string, number>, unknown: Number.MIN_SAFE_INTEGER, isStockKnown: false,
  },
  methods: {
    async onShow() {
      showWords(this);
      await this.search();
    },
    type(event: WechatMiniprogram.Input) {
      this.setData({ q: event.detail.value });
    },
    async search() {
      await work(this, async () => {
        await this.countStock();
        const page = await products(this.asked(""));
        this.setData({ found: page.products, cursor: page.next_cursor ?? "", isLast: page.next_cursor === null, isAsked: true });
      });
    },
    async countStock() {
      const storeId = kept("storeId");
      this.setData(storeId ? { onHand: await stock(storeId), isStockKnown: true } : { isStockKnown: false });
    },
    async more() {
      if (this.data.isLast || this.data.isBusy) return;
      await work(this, async () => {
        const page = await products(this.asked(this.data.cursor));
        this.setData({
          found: [...this.data.found, ...page.products], cursor: page.next_cursor ?? "", isLast: page.next_cursor === null,
        });
      });
    },
    asked(cursor: string) {
      return { q: this.data.q.trim(), cursor, limit: PAGE, store_id: kept("storeId") };
    },
    onReachBottom() {
      void this.more();
    },
    async scan() {
      const code = await scanCode();
      if (code) await work(this, async () => this.open((await productOfBarcode(code)).sku));
    },
    choose(event: WechatMiniprogram.CustomEvent<{ sku: string }>) {
      this.open(event.detail.sku);
    },
    open(sku: string) {
      void wx.navigateTo({ url: `/pages/product/product?sku=${encodeURIComponent(sku)}` });
    },
  },
});
