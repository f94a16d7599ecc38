// What stays on the phone, in the storage of WeChat: no password, no secret of the shop.

import { ADDRESS } from "./config";
import type { Order } from "./shapes";

export type Language = "zh" | "en";

/** A receipt of this phone: the order as it was paid, and the address of the shop's own copy. */
export interface KeptReceipt {
  order: Order;
  link: string;
}

/** A delivery that was sent and not answered yet: sent again under the same id. */
export interface PendingNote {
  noteId: string;
  storeId: string;
  quantities: Record<string, number>;
}

/** An order that was begun here and is not finished. */
export interface PendingOrder {
  orderId: string;
  paymentId: string;
  picture: string;
}

interface Kept {
  address: string;
  token: string;
  language: Language;
  storeId: string;
  counterId: string;
  delivery: PendingNote | null;
  order: PendingOrder | null;
  receipts: KeptReceipt[];
}

const NOTHING: Kept = {
  address: ADDRESS, token: "", language: "zh", storeId: "", counterId: "", delivery: null, order: null, receipts: [],
};
const PREFIX = "colugo.";
const MOST_RECEIPTS = 50;

/** What is kept under a name; what was never kept is empty. */
export function kept<Name extends keyof Kept>(name: Name): Kept[Name] {
  const found: unknown = wx.getStorageSync(PREFIX + name);
  return found === "" || found === undefined || found === null ? NOTHING[name] : (found as Kept[Name]);
}

/** Keep a value under a name. */
export function keep<Name extends keyof Kept>(name: Name, value: Kept[Name]): void {
  wx.setStorageSync(PREFIX + name, value);
}

/** Keep a receipt, once, the newest first; the oldest of too many goes. */
export function keepReceipt(receipt: KeptReceipt): void {
  const others = kept("receipts").filter((each) => each.order.id !== receipt.order.id);
  keep("receipts", [receipt, ...others].slice(0, MOST_RECEIPTS));
}

/** Forget who was signed in; the settings stay. */
export function forgetSession(): void {
  keep("token", "");
}
