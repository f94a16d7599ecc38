// From a picture to a paid order, each step safe to repeat under ids that were made before. Knows no page.

import { Problem } from "./api";
import { newId } from "./ids";
import { keep, kept, type PendingOrder } from "./kept";
import type { Basket, Payment, WholeOrder } from "./shapes";
import { addScene, openBasket, placeOrder, startPayment, wholeOrder } from "./shop";

export interface Begun {
  basket: Basket | null;
  whole: WholeOrder | null;
}

/** The basket of an order that was begun, with its picture recognised; or the order, once it is placed. */
export async function begin(pending: PendingOrder): Promise<Begun> {
  try {
    const opened = await openBasket(pending.orderId, kept("storeId"), kept("counterId"));
    const isFresh = opened.entries.length === 0 && opened.questions.length === 0;
    return { basket: isFresh && pending.picture ? await addScene(opened, pending.picture) : opened, whole: null };
  } catch (error) {
    if (error instanceof Problem && error.kind === "order-closed") {
      return { basket: null, whole: await wholeOrder(pending.orderId) };
    }
    throw error;
  }
}

/** Place the order; a repeat gives the one that the first call made. */
export async function place(orderId: string): Promise<WholeOrder> {
  await placeOrder(orderId);
  const whole = await wholeOrder(orderId);
  keep("order", { orderId, paymentId: "", picture: "" }); // the picture did its work
  return whole;
}

/** Whether the money of a payment may still come. */
export const isUnderWay = (payment: Payment): boolean => payment.state === "created" || payment.state === "pending";

/** Start a payment; the same way again is the same payment. */
export async function pay(orderId: string, provider: string, current: Payment | null): Promise<Payment> {
  const isSame = current !== null && current.provider === provider && isUnderWay(current);
  const known = kept("order")?.paymentId ?? "";
  const paymentId = isSame ? current.id : current === null && known ? known : await newId();
  keep("order", { orderId, paymentId, picture: "" });
  return startPayment(paymentId, orderId, provider);
}
