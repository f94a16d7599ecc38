// Ids that the client makes: of orders, payments, delivery notes and requests.

const BYTES = 16;

/** A random UUID of version 4. Source: RFC 9562, section 5.4. */
export async function newId(): Promise<string> {
  const { randomValues } = await wx.getRandomValues({ length: BYTES });
  const bytes = Array.from(new Uint8Array(randomValues));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.map((each) => each.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
