// The picture of a product, fetched with the token that an image of a page cannot send.

import { pictureOf } from "../../utils/pictures";

Component({
  properties: {
    /** Of which photo; 0 to look up the first photo of the SKU. */
    photoId: { type: Number, value: 0 },
    sku: { type: String, value: "" },
  },
  data: { path: "" },
  observers: {
    "photoId, sku": function () {
      void this.look();
    },
  },
  methods: {
    async look() {
      const { photoId, sku } = this.data;
      const path = await pictureOf(photoId, sku).catch(() => ""); // without its picture it can still be sold
      if (photoId === this.data.photoId && sku === this.data.sku) this.setData({ path });
    },
  },
});
