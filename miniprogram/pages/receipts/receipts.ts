// The receipts that this phone has seen paid: kept here, the shop's own copy one tap away.

import { kept, type KeptReceipt } from "../../utils/kept";
import { showWords, work } from "../../utils/page";
import { receiptFile } from "../../utils/shop";
import type { Words } from "../../utils/words";

const LINK = /^(https?:\/\/[^/]+)(\/.+)$/;

Component({
  data: { t: {} as Words, isBusy: false, problem: "", receipts: [] as (KeptReceipt & { at: string })[] },
  methods: {
    onShow() {
      showWords(this);
      const receipts = kept("receipts").map((each) => ({ ...each, at: localTime(each.order.closed_at) }));
      this.setData({ receipts });
    },
    async open(event: WechatMiniprogram.TouchEvent) {
      const { link } = this.data.receipts[Number(event.currentTarget.dataset.index)];
      const found = LINK.exec(link);
      if (found === null) return;
      await work(this, async () => {
        const filePath = await receiptFile(found[1], `${found[2]}&form=pdf&language=${kept("language")}`);
        await wx.openDocument({ filePath, fileType: "pdf", showMenu: true });
      });
    },
  },
});

function localTime(moment: string): string {
  const at = new Date(moment);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
