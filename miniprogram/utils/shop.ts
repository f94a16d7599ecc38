// The calls of the service that the pages make, one line each. Decides nothing.

import { ask, download, show, upload, withQuery, type Answer } from "./api";
import type {
  Basket, BasketReport, Counter, Enrolled, Me, Order, Payment, Photo, Product, ProductEdit, ProductPage,
  RecognitionReport, SalesReport, Scene, Session, Store, Visit, WholeOrder,
} from "./shapes";

const part = encodeURIComponent;
const data = async <T>(answer: Promise<Answer<T>>): Promise<T> => (await answer).data;

// who
export const signIn = (id: string, password: string) =>
  data(ask<Session>("POST", "/v1/sessions", { body: { person_id: id, password } }));
export const signInByWeChat = (code: string) => data(ask<Session>("POST", "/v1/sessions/wechat", { body: { code } }));
export const linkWeChat = (code: string) => data(ask<void>("PUT", "/v1/me/wechat", { body: { code } }));
export const signOut = () => data(ask<void>("DELETE", "/v1/sessions/current"));
export const me = () => data(ask<Me>("GET", "/v1/me"));

// places
export const alive = () => data(ask<{ version: string }>("GET", "/livez"));
export const stores = async () => (await data(ask<{ stores: Store[] }>("GET", "/v1/stores"))).stores;
export const counters = async () => (await data(ask<{ counters: Counter[] }>("GET", "/v1/counters"))).counters;

// products and photos
export const products = (query: { q?: string; cursor?: string; limit?: number; store_id?: string }) =>
  data(ask<ProductPage>("GET", withQuery("/v1/products", query)));
export const product = (sku: string) => ask<Product>("GET", `/v1/products/${part(sku)}`);
export const productOfBarcode = (code: string) => data(ask<Product>("GET", `/v1/barcodes/${part(code)}`));
export const addProduct = (sku: string, edit: ProductEdit) => ask<Product>("POST", "/v1/products", { body: { sku, ...edit } });
export const editProduct = (sku: string, version: string, edit: Partial<ProductEdit>) =>
  ask<Product>("PATCH", `/v1/products/${part(sku)}`, { version, body: edit });
export const removeProduct = (sku: string, version: string) =>
  data(ask<void>("DELETE", `/v1/products/${part(sku)}`, { version }));
export const photos = async (sku: string) =>
  (await data(ask<{ photos: Photo[] }>("GET", `/v1/products/${part(sku)}/photos`))).photos;
export const addPhoto = (sku: string, file: string) =>
  data(upload<Enrolled>(`/v1/products/${part(sku)}/photos`, { name: "photos", path: file }, async () => ({
    data: { photos: await photos(sku), advice: [] }, version: "",
  })));
export const removePhoto = (id: number) => data(ask<void>("DELETE", `/v1/photos/${id}`));
export const picture = (id: number) => download(`/v1/photos/${id}`);

// stock
export const stock = async (storeId: string) =>
  (await data(ask<{ on_hand: Record<string, number> }>("GET", `/v1/stock/${part(storeId)}`))).on_hand;
export const receive = (noteId: string, storeId: string, quantities: Record<string, number>) =>
  data(ask<object>("PUT", `/v1/deliveries/${noteId}`, { body: { store_id: storeId, quantities } }));

// scenes, baskets, orders
export const recognise = (file: string, storeId: string) =>
  data(show<Scene>(withQuery("/v1/scenes", { draw: true, store_id: storeId }), { name: "picture", path: file }));
export const openBasket = (orderId: string, storeId: string, counterId: string) =>
  data(ask<Basket>("PUT", `/v1/baskets/${orderId}`, { body: { store_id: storeId, counter_id: counterId } }));
export const basket = (orderId: string) => ask<Basket>("GET", `/v1/baskets/${orderId}`);
export const addScene = (at: Basket, file: string) =>
  data(upload<Basket>(`/v1/baskets/${at.order_id}/scenes`, { name: "picture", path: file },
    () => basket(at.order_id), { version: String(at.version) }));
export const answerQuestion = (at: Basket, key: string, sku: string | null, why: string, quantity = 1) =>
  data(ask<Basket>("POST", `/v1/baskets/${at.order_id}/answers`,
    { version: String(at.version), body: { key, sku, why, quantity } }));
export const changeEntry = (at: Basket, number: number, quantity: number, why: string) =>
  data(ask<Basket>("PATCH", `/v1/baskets/${at.order_id}/entries/${number}`,
    { version: String(at.version), body: { quantity, why } }));
export const approveAge = (at: Basket, age: number) =>
  data(ask<Basket>("POST", `/v1/baskets/${at.order_id}/age-approvals`, { body: { min_age_years: age } }));
export const giveUpBasket = (orderId: string, why: string) =>
  data(ask<void>("DELETE", withQuery(`/v1/baskets/${orderId}`, { why })));
export const placeOrder = (orderId: string) => data(ask<Order>("PUT", `/v1/orders/${orderId}`));
export const wholeOrder = (orderId: string) => data(ask<WholeOrder>("GET", `/v1/orders/${orderId}`));
export const receiptText = (orderId: string, language: string) =>
  data(ask<string>("GET", withQuery(`/v1/orders/${orderId}/receipt`, { form: "text", language })));

// money
export const providers = async () =>
  (await data(ask<{ providers: string[] }>("GET", "/v1/payment-providers"))).providers;
export const startPayment = (id: string, orderId: string, provider: string) =>
  data(ask<Payment>("PUT", `/v1/payments/${id}`, { body: { order_id: orderId, provider } }));
export const refreshPayment = (id: string) => data(ask<Payment>("POST", `/v1/payments/${id}/refreshes`));
export const cancelPayment = (id: string) => data(ask<Payment>("POST", `/v1/payments/${id}/cancellations`));
export const confirmPayment = (id: string) => data(ask<Payment>("POST", `/v1/payments/${id}/confirmations`, { body: {} }));
export const qrPicture = (text: string) => download(withQuery("/v1/qr", { text }));

// figures
export interface Span { store_id?: string; start?: string; end?: string }
export const sales = (key: "hour" | "day", span: Span) =>
  data(ask<SalesReport>("GET", withQuery("/v1/reports/sales", { key, ...span })));
export const top = (count: number, span: Span) =>
  data(ask<SalesReport>("GET", withQuery("/v1/reports/top", { count, ...span })));
export const basketFigures = (span: Span) => data(ask<BasketReport>("GET", withQuery("/v1/reports/baskets", { ...span })));
export const recognitionFigures = (span: Span) =>
  data(ask<RecognitionReport>("GET", withQuery("/v1/reports/recognition", { ...span })));

// a shopper's visit, by the key in the QR of the counter: public, so no token goes with it
export const receiptFile = (base: string, path: string) => download(path, base);
export const visit = (base: string, key: string) => data(ask<Visit>("GET", `/v1/views/${part(key)}`, { base }));
