// The address of the service, the language, and the store and counter that this phone works at.

import { forgetSession, keep, kept, type Language } from "../../utils/kept";
import { showWords, work } from "../../utils/page";
import type { Counter, Store } from "../../utils/shapes";
import { alive, counters, signOut, stores } from "../../utils/shop";
import { say, type Words } from "../../utils/words";

const SAFE = /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)(:|\/|$))/;

Component({
  data: {
    t: {} as Words, isBusy: false, problem: "", good: "", address: "", language: "zh" as Language, isSignedIn: false,
    stores: [] as Store[], counters: [] as Counter[], storeId: "", counterId: "",
  },
  methods: {
    async onShow() {
      showWords(this);
      const isSignedIn = kept("token") !== "";
      this.setData({ address: kept("address"), language: kept("language"), storeId: kept("storeId"), counterId: kept("counterId"), isSignedIn });
      if (isSignedIn) await work(this, () => this.places());
    },
    async places() {
      const [allStores, allCounters] = await Promise.all([stores(), counters()]);
      const open = allStores.filter((each) => each.is_open);
      if (open.length === 1) keep("storeId", open[0].id);
      const here = allCounters.filter((each) => each.is_open && each.store_id === kept("storeId"));
      if (here.length > 0 && !here.some((each) => each.id === kept("counterId"))) keep("counterId", here[0].id);
      this.setData({ stores: open, counters: here, storeId: kept("storeId"), counterId: kept("counterId") });
    },
    typeAddress(event: WechatMiniprogram.Input) {
      this.setData({ address: event.detail.value });
    },
    async saveAddress() {
      const address = this.data.address.trim().replace(/\/+$/, "");
      this.setData({ good: "" });
      if (!SAFE.test(address)) {
        this.setData({ problem: say("addressUnsafe") });
        return;
      }
      if (address !== kept("address")) forgetSession(); // a token is for the service that gave it
      keep("address", address);
      this.setData({ isSignedIn: kept("token") !== "" });
      await work(this, async () => this.setData({ good: say("addressAnswers", { version: (await alive()).version }) }));
    },
    chooseLanguage(event: WechatMiniprogram.TouchEvent) {
      keep("language", event.currentTarget.dataset.language as Language);
      this.setData({ language: kept("language") });
      showWords(this);
    },
    async chooseStore(event: WechatMiniprogram.TouchEvent) {
      keep("storeId", String(event.currentTarget.dataset.id));
      keep("counterId", "");
      await work(this, () => this.places());
    },
    chooseCounter(event: WechatMiniprogram.TouchEvent) {
      keep("counterId", String(event.currentTarget.dataset.id));
      this.setData({ counterId: kept("counterId") });
    },
    async signOut() {
      await work(this, () => signOut());
      forgetSession();
      this.setData({ isSignedIn: false, stores: [], counters: [] });
    },
  },
});
