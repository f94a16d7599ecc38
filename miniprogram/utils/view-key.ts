// What the QR at a counter says: the address of the service, and the key of one visit.

export interface Scanned {
  base: string;
  key: string;
}

const SHAPE = /^(https?:\/\/[^/?#]+)?\/kiosk\/?#(?:.*&)?v=([^&]+)/;

/** Read a QR; null when it is another one. An address without a host is of the kept service. */
export function readQr(text: string, keptAddress: string): Scanned | null {
  const found = SHAPE.exec(text.trim());
  return found === null ? null : { base: found[1] ?? keptAddress, key: decodeURIComponent(found[2]) };
}
