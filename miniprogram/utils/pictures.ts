// Pictures of products on this phone, each fetched once: a photo never changes.

import { photos, picture } from "./shop";

const FETCHED = new Map<number, Promise<string>>();

/** Where the picture of a photo is on this phone; of the first photo of `sku` where `photoId` is 0, "" for none. */
export async function pictureOf(photoId: number, sku: string): Promise<string> {
  const id = photoId || (sku ? (await photos(sku))[0]?.id : undefined);
  return id === undefined ? "" : fetched(id);
}

function fetched(id: number): Promise<string> {
  const found = FETCHED.get(id) ?? picture(id);
  FETCHED.set(id, found);
  found.catch(() => FETCHED.delete(id)); // asked again the next time
  return found;
}
