// The lines of a scene, a basket or an order, and their total.

import { amount, money } from "../../utils/money";
import type { Discount } from "../../utils/shapes";

interface AnyLine {
  sku: string; name: string; unit?: string; quantity: number; unit_price_minor: number; total_minor: number;
  discounts?: Discount[];
}

Component({
  options: { addGlobalClass: true },
  properties: {
    lines: { type: Array, value: [] as AnyLine[] },
    totalMinor: { type: Number, value: 0 },
    currency: { type: String, value: "CNY" },
    label: { type: String, value: "" },
  },
  data: { rows: [] as object[], total: "" },
  observers: {
    "lines, totalMinor, currency": function (lines: AnyLine[], totalMinor: number, currency: string) {
      const rows = lines.map((line, index) => ({
        index,
        name: line.name,
        each: money(line.unit_price_minor, currency),
        amount: amount(line.quantity, line.unit ?? "piece"),
        total: money(line.total_minor, currency),
        offers: (line.discounts ?? []).map((each) => `${each.name} ${money(-each.amount_minor, currency)}`).join(" · "),
      }));
      this.setData({ rows, total: money(totalMinor, currency) });
    },
  },
});
