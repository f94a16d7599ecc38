// Staff sign in: by their WeChat account, or by name and password. The password is not kept.

import { keep, kept } from "../../utils/kept";
import { showWords, work } from "../../utils/page";
import type { Session } from "../../utils/shapes";
import { linkWeChat, signIn, signInByWeChat } from "../../utils/shop";
import type { Words } from "../../utils/words";

Component({
  data: { t: {} as Words, isBusy: false, problem: "", id: "", password: "", isSignedIn: false, isLinked: false },
  methods: {
    onShow() {
      showWords(this);
      this.setData({ isSignedIn: kept("token") !== "" });
    },
    typeId(event: WechatMiniprogram.Input) {
      this.setData({ id: event.detail.value });
    },
    typePassword(event: WechatMiniprogram.Input) {
      this.setData({ password: event.detail.value });
    },
    async byWeChat() {
      const isDone = await work(this, async () => begin(await signInByWeChat(await code())));
      if (isDone) void wx.navigateBack();
    },
    async byName() {
      const { id, password } = this.data;
      if (!id.trim() || !password) return;
      await work(this, async () => {
        begin(await signIn(id.trim(), password));
        this.setData({ password: "", isSignedIn: true });
      });
    },
    async link() {
      await work(this, async () => {
        await linkWeChat(await code());
        this.setData({ isLinked: true });
      });
    },
    done() {
      void wx.navigateBack();
    },
  },
});

function begin(session: Session): void {
  keep("token", session.token);
}

async function code(): Promise<string> {
  return (await wx.login()).code; // good once, so each try fetches its own
}
