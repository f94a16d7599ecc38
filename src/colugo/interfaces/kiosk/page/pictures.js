// Pictures of products, fetched with the token and kept while the page is open.

import { ask } from "./server.js";

const found = new Map(); // SKU to a promise of an address, null for a product without photos

/**
 * An img element of a product, a drawn box until it is there. `picture` is where the server has
 * it, null for a product without, undefined where that has to be asked.
 */
export function pictureOf(sku, picture) {
  const image = document.createElement("img");
  image.className = "product-picture";
  image.alt = "";
  image.src = "no-picture.svg";
  if (!sku || picture === null) return image;
  if (!found.has(sku)) found.set(sku, load(sku, picture));
  found.get(sku).then((address) => { if (address) image.src = address; }, () => found.delete(sku));
  return image;
}

async function load(sku, picture) {
  const place = picture ?? (await firstOf(sku));
  return place === null ? null : URL.createObjectURL(await ask("GET", place));
}

async function firstOf(sku) {
  const { photos } = await ask("GET", `/v1/products/${encodeURIComponent(sku)}/photos`);
  return photos.length ? `/v1/photos/${photos[0].id}` : null;
}
