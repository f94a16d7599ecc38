// What the service gives, as JSON; the names are those of its OpenAPI.

export interface Session { token: string; expires_at: string; role: string }
export interface Me { who: string; role: string; store_ids: string[]; counter_id: string | null; actions: string[] }
export interface Store { id: string; name: string; is_open: boolean }
export interface Counter { id: string; store_id: string; name: string; is_open: boolean }

export interface Product {
  sku: string; name: string; name_en: string; price: string; price_minor: number; currency: string;
  barcodes: string[]; is_active: boolean; unit: "piece" | "weight"; min_age_years: number | null;
  price_now: { price: string; price_minor: number; price_list: string | null };
}
export interface ProductPage { products: Product[]; next_cursor: string | null }
export interface ProductEdit {
  name: string; name_en: string; price: string; barcodes: string[]; unit: "piece" | "weight"; is_active: boolean;
}
export interface Photo { id: number; sku: string }
export interface Advice { kind: string; sku: string; sentence: string }
export interface Enrolled { photos: Photo[]; advice: Advice[] }

export interface SceneLine { sku: string; name: string; quantity: number; unit_price_minor: number; total_minor: number }
export interface Verdict { verdict: "known" | "unsure" | "unknown"; sku: string | null }
export interface Scene {
  lines: SceneLine[]; verdicts: Verdict[]; total_minor: number; currency: string; is_settled: boolean;
  picture_jpeg_base64: string | null;
}

export interface Discount { promotion_id: string; name: string; amount_minor: number }
export interface Line {
  number: number; sku: string; name: string; unit: string; quantity: number; unit_price_minor: number;
  discounts: Discount[]; tax_minor: number; total_minor: number;
}
export interface Entry { number: number; sku: string; name: string; quantity: number; unit_price_minor: number; source: string }
export interface Question { key: string; kind: string; skus: string[] }
export interface Basket {
  order_id: string; store_id: string; counter_id: string; version: number; entries: Entry[];
  questions: Question[]; ages_to_approve: number[]; lines: Line[]; total_minor: number; currency: string;
}
export interface Order {
  id: string; store_id: string; counter_id: string; closed_at: string; lines: Line[]; discount_minor: number;
  tax_minor: number; total_minor: number; currency: string;
}
export interface Payment {
  id: string; order_id: string; provider: string; state: string; amount_minor: number; currency: string;
  qr_text: string | null; expires_at: string | null; change_minor: number | null;
}
export interface WholeOrder { order: Order; payments: Payment[]; left_to_pay_minor: number }

export interface SalesRow { key: string; orders: number; pieces: number; grams: number; total_minor: number }
export interface SalesReport { rows: SalesRow[]; currency: string }
export interface BasketReport { orders: number; pieces_hundredths: number; total_minor: number; currency: string }
export interface RecognitionReport { seen: number; asked_share: number; corrected_share: number; unknown_share: number }

export interface VisitProduct { sku: string; name: string; name_en: string; unit: string; picture: string | null }
export interface Visit {
  counter_id: string; visit_id: string | null; version: number; state: string;
  side: { kind: string; reason: string } | null; products: Record<string, VisitProduct>;
  basket: Basket | null; order: Order | null; payment: Payment | null; receipt: string | null;
}
