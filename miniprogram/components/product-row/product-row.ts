// One product of a list: picture, name, SKU, price and what is in stock.

import { money } from "../../utils/money";
import type { Product } from "../../utils/shapes";
import { say } from "../../utils/words";

Component({
  options: { addGlobalClass: true },
  properties: {
    product: { type: Object, value: {} as Product },
    /** What lies in the store; below the least number: not known. */
    onHand: { type: Number, value: Number.MIN_SAFE_INTEGER },
  },
  data: { price: "", stock: "" },
  observers: {
    "product, onHand": function (product: Product, onHand: number) {
      if (!product.sku) return;
      const isKnown = onHand !== Number.MIN_SAFE_INTEGER;
      this.setData({
        price: money(product.price_now.price_minor, product.currency),
        stock: isKnown ? say("inStock", { count: onHand }) : "",
      });
    },
  },
  methods: {
    choose() {
      this.triggerEvent("choose", { sku: this.data.product.sku });
    },
  },
});
