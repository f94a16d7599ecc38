// Add a product with its photos; revise one, its photos too; remove it.

import { choosePictures, isSure, scanCode, showWords, work } from "../../utils/page";
import type { Photo, Product, ProductEdit } from "../../utils/shapes";
import { addPhoto, addProduct, editProduct, photos, product, removePhoto, removeProduct } from "../../utils/shop";
import { say, type Words } from "../../utils/words";

const MOST_PICTURES = 9; // Source: wx.chooseMedia, count
const EMPTY: ProductEdit = { name: "", name_en: "", price: "", barcodes: [], unit: "piece", is_active: true };

Component({
  data: {
    t: {} as Words, isBusy: false, problem: "", good: "", advice: [] as string[], isNew: true, sku: "", version: "",
    edit: EMPTY, barcodes: "", photos: [] as Photo[], chosen: [] as string[],
  },
  methods: {
    async onLoad(query: { sku?: string }) {
      showWords(this);
      if (query.sku) {
        this.setData({ sku: decodeURIComponent(query.sku), isNew: false });
        await work(this, () => this.read());
      }
    },
    async read() {
      const { sku } = this.data;
      const found = await product(sku);
      this.setData({ photos: await photos(sku) });
      this.take(found.data, found.version);
    },
    take(found: Product, version: string) {
      const { name, name_en, price, barcodes, unit, is_active } = found;
      this.setData({ isNew: false, version, edit: { name, name_en, price, barcodes, unit, is_active }, barcodes: barcodes.join(" ") });
    },
    type(event: WechatMiniprogram.Input) {
      const field = String(event.currentTarget.dataset.field);
      this.setData({ [field]: event.detail.value });
    },
    toggleActive(event: WechatMiniprogram.SwitchChange) {
      this.setData({ "edit.is_active": event.detail.value });
    },
    toggleWeight(event: WechatMiniprogram.SwitchChange) {
      this.setData({ "edit.unit": event.detail.value ? "weight" : "piece" });
    },
    async scan() {
      const code = await scanCode();
      if (!code) return;
      const known = this.data.barcodes.split(/\s+/).filter(Boolean);
      this.setData({ barcodes: [...new Set([...known, code])].join(" "), sku: this.data.sku || code });
    },
    async choose() {
      const room = MOST_PICTURES - this.data.chosen.length;
      if (room > 0) this.setData({ chosen: [...this.data.chosen, ...(await choosePictures(room))] });
    },
    unchoose(event: WechatMiniprogram.TouchEvent) {
      const at = Number(event.currentTarget.dataset.index);
      this.setData({ chosen: this.data.chosen.filter((_, index) => index !== at) });
    },
    async save() {
      const { sku, isNew, version, barcodes } = this.data;
      const edit = { ...this.data.edit, barcodes: barcodes.split(/[\s,，]+/).filter(Boolean) };
      this.setData({ good: "", advice: [] });
      await work(this, async () => {
        const saved = isNew ? await addProduct(sku.trim(), edit) : await editProduct(sku, version, edit);
        this.setData({ sku: saved.data.sku });
        this.take(saved.data, saved.version);
        await this.enrol();
        this.setData({ good: say("saved", { name: saved.data.name }) });
      });
    },
    /** One by one, so that those that were taken stay taken when one is refused. */
    async enrol() {
      const { sku } = this.data;
      while (this.data.chosen.length > 0) {
        const made = await addPhoto(sku, this.data.chosen[0]);
        this.setData({ chosen: this.data.chosen.slice(1), advice: made.advice.map((each) => each.sentence) });
      }
      this.setData({ photos: await photos(sku) });
    },
    async dropPhoto(event: WechatMiniprogram.TouchEvent) {
      const id = Number(event.currentTarget.dataset.id);
      if (!(await isSure(say("surePhoto")))) return;
      await work(this, async () => {
        await removePhoto(id);
        this.setData({ photos: this.data.photos.filter((each) => each.id !== id) });
      });
    },
    async remove() {
      const { sku, version, edit } = this.data;
      if (!(await isSure(say("sureProduct", { name: edit.name })))) return;
      if (await work(this, () => removeProduct(sku, version))) void wx.navigateBack();
    },
    replenish() {
      void wx.navigateTo({ url: `/pages/stock/stock?sku=${encodeURIComponent(this.data.sku)}` });
    },
    async readAgain() {
      await work(this, () => this.read());
    },
  },
});
