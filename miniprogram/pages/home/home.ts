// The first page: what may be done, by the role of who is signed in; shoppers need not sign in.

import { kept } from "../../utils/kept";
import { showWords, work } from "../../utils/page";
import type { Me } from "../../utils/shapes";
import { me } from "../../utils/shop";
import { words, type Key, type Words } from "../../utils/words";

interface Way {
  page: string;
  word: Key;
  needs: string;
}

const WAYS: Way[] = [
  { page: "scene", word: "homeScene", needs: "use_basket" },
  { page: "products", word: "homeProducts", needs: "read_catalogue" },
  { page: "product", word: "homeAdd", needs: "edit_catalogue" },
  { page: "stock", word: "homeStock", needs: "receive_stock" },
  { page: "analysis", word: "homeAnalysis", needs: "read_reports" },
];

Component({
  data: { t: {} as Words, isBusy: false, problem: "", who: "", isSignedIn: false, ways: [] as { page: string; text: string }[] },
  methods: {
    async onShow() {
      showWords(this);
      this.setData({ isSignedIn: kept("token") !== "", who: "", ways: [] });
      if (kept("token")) await work(this, async () => this.welcome(await me()));
    },
    welcome(found: Me) {
      const ways = WAYS.filter((way) => found.actions.includes(way.needs));
      this.setData({ who: found.who, ways: ways.map((way) => ({ page: way.page, text: words()[way.word] })) });
    },
    go(event: WechatMiniprogram.TouchEvent) {
      const page = String(event.currentTarget.dataset.page);
      void wx.navigateTo({ url: `/pages/${page}/${page}` });
    },
  },
});
