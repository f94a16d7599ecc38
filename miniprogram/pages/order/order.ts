// The order of a scene: answer what is open, place it, take the money. Carried on after any break.

import { keep, kept } from "../../utils/kept";
import { money } from "../../utils/money";
import { isSure, showWords, work } from "../../utils/page";
import { begin, isUnderWay, pay, place } from "../../utils/selling";
import type { Basket, Payment, Product, Question, WholeOrder } from "../../utils/shapes";
import {
  answerQuestion, approveAge, cancelPayment, changeEntry, confirmPayment, giveUpBasket, product, products, providers,
  qrPicture, receiptText, refreshPayment, wholeOrder,
} from "../../utils/shop";
import { say, sayOf, type Words } from "../../utils/words";

const FOUND = 8;

Component({
  data: {
    t: {} as Words, isBusy: false, problem: "", basket: null as Basket | null, question: null as Question | null, kind: "",
    candidates: [] as Product[], q: "", grams: "", isWeighed: false, whole: null as WholeOrder | null, ways: [] as { name: string; text: string }[],
    payment: null as Payment | null, due: "", qr: "", receipt: "",
  },
  methods: {
    async onLoad() {
      showWords(this);
      await this.carryOn();
    },
    async carryOn() {
      const pending = kept("order");
      if (pending === null) return;
      await work(this, async () => {
        const { basket, whole } = await begin(pending);
        if (basket) await this.showBasket(basket);
        if (whole) await this.showOrder(whole);
      });
    },
    async showBasket(basket: Basket) {
      const question = basket.questions[0] ?? null;
      const told = await Promise.all((question?.skus ?? []).map((sku) => product(sku)));
      this.setData({ basket, question, kind: question ? sayOf("question", question.kind) : "", q: "", grams: "" });
      this.offer(told.map((each) => each.data));
    },
    offer(candidates: Product[]) {
      this.setData({ candidates, isWeighed: candidates.some((each) => each.unit === "weight") });
    },
    async showOrder(whole: WholeOrder) {
      const underWay = whole.payments.filter(isUnderWay);
      const dueMinor = underWay.reduce((sum, each) => sum + each.amount_minor, whole.left_to_pay_minor); // it has not come in
      const due = dueMinor === 0 ? "" : money(dueMinor, whole.order.currency);
      const ways = due ? (await providers()).map((name) => ({ name, text: sayOf("way", name) })) : [];
      this.setData({ basket: null, question: null, whole, payment: underWay[0] ?? null, due, ways });
      if (!due) this.setData({ receipt: await receiptText(whole.order.id, kept("language")) });
    },
    type(event: WechatMiniprogram.Input) {
      this.setData({ [String(event.currentTarget.dataset.field)]: event.detail.value });
    },
    async search() {
      await work(this, async () => {
        this.offer((await products({ q: this.data.q.trim(), limit: FOUND })).products);
      });
    },
    async answer(event: WechatMiniprogram.TouchEvent) {
      const sku = String(event.currentTarget.dataset.sku);
      const chosen = this.data.candidates.find((each) => each.sku === sku);
      const quantity = chosen?.unit === "weight" ? Number(this.data.grams) : 1;
      if (!Number.isInteger(quantity) || quantity < 1) return this.setData({ problem: say("needsGrams") });
      return this.say(sku, say("answered"), quantity);
    },
    async takeOff() {
      return this.say(null, say("tookOff"), 1);
    },
    async say(sku: string | null, why: string, quantity: number) {
      const { basket, question } = this.data;
      if (!basket || !question) return;
      await this.change(() => answerQuestion(basket, question.key, sku, why, quantity));
    },
    async drop(event: WechatMiniprogram.TouchEvent) {
      const { basket } = this.data;
      if (basket) await this.change(() => changeEntry(basket, Number(event.currentTarget.dataset.number), 0, say("tookOff")));
    },
    async approve(event: WechatMiniprogram.TouchEvent) {
      const { basket } = this.data;
      if (basket) await this.change(() => approveAge(basket, Number(event.currentTarget.dataset.age)));
    },
    async change(step: () => Promise<Basket>) {
      await work(this, async () => this.showBasket(await step()));
    },
    async placeOrder() {
      const { basket } = this.data;
      if (basket) await work(this, async () => this.showOrder(await place(basket.order_id)));
    },
    async giveUp() {
      const { basket } = this.data;
      if (!basket || !(await isSure(say("sureGiveUp")))) return;
      if (await work(this, () => giveUpBasket(basket.order_id, say("gaveUp")))) this.done();
    },
    async pay(event: WechatMiniprogram.TouchEvent) {
      const { whole, payment } = this.data;
      if (!whole) return;
      const provider = String(event.currentTarget.dataset.name);
      await work(this, async () => {
        if (payment && payment.provider !== provider) await cancelPayment(payment.id);
        await this.showPayment(await pay(whole.order.id, provider, payment));
      });
    },
    async showPayment(payment: Payment) {
      this.setData({ payment, qr: payment.qr_text ? await qrPicture(payment.qr_text) : "" });
      if (payment.state === "paid" && this.data.whole) await this.showOrder(await wholeOrder(this.data.whole.order.id));
    },
    async refresh() {
      const { payment } = this.data;
      if (payment) await work(this, async () => this.showPayment(await refreshPayment(payment.id)));
    },
    async confirm() {
      const { payment } = this.data;
      if (payment) await work(this, async () => this.showPayment(await confirmPayment(payment.id)));
    },
    done() {
      keep("order", null);
      void wx.navigateBack();
    },
  },
});
