// The shopper's basket at a counter: scanned there, followed until it is paid, the receipt kept.

import { NoAnswer, Problem } from "../../utils/api";
import { keepReceipt, kept } from "../../utils/kept";
import { money } from "../../utils/money";
import { scanCode, showWords } from "../../utils/page";
import { isUnderWay } from "../../utils/selling";
import type { Payment, Visit } from "../../utils/shapes";
import { visit } from "../../utils/shop";
import { readQr, type Scanned } from "../../utils/view-key";
import { say, sayOf, type Words } from "../../utils/words";

const EVERY_MS = 1000;

Component({
  data: {
    t: {} as Words, problem: "", good: "", scanned: null as Scanned | null, visit: null as Visit | null, state: "", hint: "",
    pay: "", isOver: false, isCopied: false, round: 0,
  },
  lifetimes: {
    detached() {
      this.stop();
    },
  },
  methods: {
    /** A code that WeChat's own scanner read opens this page with its address in `q`. */
    async onLoad(query: { q?: string }) {
      showWords(this);
      if (query.q) await this.open(decodeURIComponent(query.q));
    },
    async onShow() {
      showWords(this);
      if (this.data.scanned && !this.data.isOver) await this.follow();
    },
    onHide() {
      this.stop();
    },
    stop() {
      this.setData({ round: this.data.round + 1 });
    },
    async scan() {
      const text = await scanCode();
      if (text) await this.open(text);
    },
    async open(text: string) {
      const scanned = readQr(text, kept("address"));
      if (scanned === null) return this.setData({ problem: say("notOurQr") });
      this.setData({ scanned, visit: null, isOver: false, problem: "", good: "" });
      return this.follow();
    },
    /** Ask every second until the visit is over, this page is left, or another code is scanned. */
    async follow() {
      const round = this.data.round + 1;
      this.setData({ round });
      while (this.data.round === round && !this.data.isOver) {
        await this.look();
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    },
    async look() {
      const { scanned } = this.data;
      if (scanned === null) return;
      try {
        this.take(await visit(scanned.base, scanned.key), scanned.base);
      } catch (error) {
        if (error instanceof NoAnswer) this.setData({ problem: error.message }); // the last that was seen stays
        else this.end(error);
      }
    },
    take(seen: Visit, base: string) {
      this.setData({
        visit: seen, problem: "", state: sayOf("state", seen.state), pay: payOf(seen.payment),
        hint: seen.side ? sayOf("side", seen.side.kind) : "",
      });
      if (seen.order === null || seen.receipt === null) return;
      keepReceipt({ order: seen.order, link: seen.receipt.startsWith("/") ? base + seen.receipt : seen.receipt });
      this.setData({ good: say("receiptKept") });
    },
    end(error: unknown) {
      const isOver = error instanceof Problem && error.kind === "view-unknown";
      const sentence = error instanceof Error ? error.message : String(error);
      this.setData({ isOver: true, problem: isOver ? "" : sentence, state: isOver ? say("visitOver") : "" });
    },
    /** A way to pay is a link of its provider: opened in the app of the provider. */
    async copy() {
      const link = this.data.visit?.payment?.qr_text;
      if (!link) return;
      await wx.setClipboardData({ data: link });
      this.setData({ isCopied: true });
    },
    receipts() {
      void wx.navigateTo({ url: "/pages/receipts/receipts" });
    },
  },
});

function payOf(payment: Payment | null): string {
  return payment === null || !isUnderWay(payment) ? "" : money(payment.amount_minor, payment.currency);
}
