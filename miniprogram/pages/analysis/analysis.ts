// What was sold: by hour, by day, the ranking, and what the counters saw. Every figure is the service's own.

import { kept } from "../../utils/kept";
import type { Figure } from "../../utils/charts";
import { money } from "../../utils/money";
import { showWords, work } from "../../utils/page";
import type { Product, SalesReport } from "../../utils/shapes";
import { basketFigures, product, recognitionFigures, sales, top, type Span } from "../../utils/shop";
import { say, type Words } from "../../utils/words";

const RANKING = 10;
const HOURS = 24;
const DAY_MS = 86_400_000;

Component({
  data: {
    t: {} as Words, isBusy: false, problem: "", days: 1, choices: [1, 7, 30], hours: [] as Figure[], byDay: [] as Figure[],
    ranking: [] as Figure[], facts: [] as { word: string; value: string }[],
  },
  methods: {
    async onLoad() {
      showWords(this);
      await this.read();
    },
    async chooseDays(event: WechatMiniprogram.TouchEvent) {
      this.setData({ days: Number(event.currentTarget.dataset.days) });
      await this.read();
    },
    async read() {
      const span = spanOf(this.data.days, new Date());
      await work(this, async () => {
        const [byHour, byDay, best, size, seen] = await Promise.all([
          sales("hour", span), sales("day", span), top(RANKING, span), basketFigures(span), recognitionFigures(span),
        ]);
        const names = await Promise.all(best.rows.map((row) => nameOf(row.key)));
        this.setData({
          hours: hoursOf(byHour), byDay: figuresOf(byDay, byDay.rows.map((row) => row.key.slice(5))), ranking: figuresOf(best, names),
          facts: [
            { word: say("orders"), value: String(size.orders) },
            { word: say("averageSale"), value: money(size.total_minor, size.currency) },
            { word: say("piecesASale"), value: (size.pieces_hundredths / 100).toFixed(2) },
            { word: say("seen"), value: String(seen.seen) },
            { word: say("asked"), value: percent(seen.asked_share) },
            { word: say("corrected"), value: percent(seen.corrected_share) },
            { word: say("unknown"), value: percent(seen.unknown_share) },
          ],
        });
      });
    },
  },
});

/** So many whole days up to now, today being the first, in the time of this phone. */
function spanOf(days: number, now: Date): Span {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  return { store_id: kept("storeId") || undefined, start: new Date(midnight - (days - 1) * DAY_MS).toISOString() };
}

/** Every hour from the first to the last that sold, those that sold nothing too. */
function hoursOf(report: SalesReport): Figure[] {
  const sold = new Map(report.rows.map((row) => [Number(row.key), row.total_minor]));
  if (sold.size === 0) return [];
  const [first, last] = [Math.min(...sold.keys()), Math.max(...sold.keys())];
  return Array.from({ length: HOURS }, (_, hour) => hour)
    .filter((hour) => hour >= first && hour <= last)
    .map((hour) => {
      const value = sold.get(hour) ?? 0;
      return { label: String(hour).padStart(2, "0"), value, text: money(value, report.currency) };
    });
}

function figuresOf(report: SalesReport, labels: string[]): Figure[] {
  return report.rows.map((row, index) => ({
    label: labels[index], value: row.total_minor, text: money(row.total_minor, report.currency),
  }));
}

/** What sold may be out of the catalogue by now; its SKU is left. */
async function nameOf(sku: string): Promise<string> {
  try {
    const found: Product = (await product(sku)).data;
    return kept("language") === "en" && found.name_en ? found.name_en : found.name;
  } catch {
    return sku;
  }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
