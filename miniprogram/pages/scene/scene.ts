// Recognise what lies on the counter, on a picture of the camera or the album, and begin an order of it.

import { newId } from "../../utils/ids";
import { keep, kept } from "../../utils/kept";
import { choosePictures, showWords, work } from "../../utils/page";
import type { Scene } from "../../utils/shapes";
import { recognise } from "../../utils/shop";
import { say, type Words } from "../../utils/words";

Component({
  data: {
    t: {} as Words, isBusy: false, problem: "", picture: "", drawn: "", scene: null as Scene | null, open: "",
    hasCounter: false, hasPending: false,
  },
  methods: {
    onShow() {
      showWords(this);
      this.setData({ hasCounter: kept("counterId") !== "", hasPending: kept("order") !== null });
    },
    async choose() {
      const [picture] = await choosePictures(1);
      if (picture === undefined) return;
      this.setData({ picture, drawn: picture, scene: null });
      await this.look();
    },
    async look() {
      await work(this, async () => {
        const scene = await recognise(this.data.picture, kept("storeId"));
        const open = scene.verdicts.filter((each) => each.verdict !== "known").length;
        const drawn = scene.picture_jpeg_base64;
        this.setData({
          scene, open: open === 0 ? "" : say("openBoxes", { count: open }),
          drawn: drawn === null ? this.data.picture : `data:image/jpeg;base64,${drawn}`,
        });
      });
    },
    async order() {
      keep("order", { orderId: await newId(), paymentId: "", picture: this.data.picture });
      this.carryOn();
    },
    carryOn() {
      void wx.navigateTo({ url: "/pages/order/order" });
    },
  },
});
