// A canvas with one chart; the same figures stand below it as text for who cannot see it.

import { drawLying, drawUpright, rankingHeight, type Figure, type Pen } from "../../utils/charts";

const UPRIGHT_PX = 180;

interface Found {
  node: { width: number; height: number; getContext(kind: "2d"): Pen & { scale(x: number, y: number): void } };
  width: number;
  height: number;
}

Component({
  options: { addGlobalClass: true },
  properties: {
    /** "upright" or "lying". */
    kind: { type: String, value: "upright" },
    figures: { type: Array, value: [] as Figure[] },
    empty: { type: String, value: "" },
  },
  data: { height: UPRIGHT_PX, told: "" },
  observers: {
    "figures, kind": function (figures: Figure[], kind: string) {
      const height = kind === "lying" ? rankingHeight(figures.length) : UPRIGHT_PX;
      const told = figures.map((each) => `${each.label}: ${each.text}`).join(", ");
      this.setData({ height, told }, () => this.draw());
    },
  },
  methods: {
    draw() {
      const { figures, kind } = this.data;
      if (figures.length === 0) return;
      this.createSelectorQuery().select(".canvas").fields({ node: true, size: true }, (found: unknown) => {
        const canvas = found as Found | null;
        if (!canvas?.node) return;
        const { pixelRatio } = wx.getWindowInfo();
        canvas.node.width = canvas.width * pixelRatio;
        canvas.node.height = canvas.height * pixelRatio;
        const pen = canvas.node.getContext("2d");
        pen.scale(pixelRatio, pixelRatio);
        (kind === "lying" ? drawLying : drawUpright)(pen, figures, { width: canvas.width, height: canvas.height });
      }).exec();
    },
  },
});
