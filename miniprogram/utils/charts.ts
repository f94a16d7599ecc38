// Charts on a canvas: upright bars by hour, lying bars as a ranking. Knows figures and pixels; no service.

export interface Figure {
  label: string;
  value: number;
  /** The value as people read it. */
  text: string;
}

export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  figure: Figure;
}

/** The part of a 2D context that is drawn with. */
export interface Pen {
  fillStyle: unknown;
  font: string;
  textAlign: unknown;
  textBaseline: unknown;
  fillRect(x: number, y: number, width: number, height: number): void;
  clearRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number, maxWidth?: number): void;
  measureText(text: string): { width: number };
}

export interface Size {
  width: number;
  height: number;
}

const INK = "#17211a";
const QUIET = "#5b685f";
const GREEN = "#2f7d4a";
const RED = "#a61b1b"; // more was taken back than sold
const FONT_PX = 11;
const TOP_PX = 18;
const BOTTOM_PX = 18;
const ROW_PX = 34;

/** Bars side by side, as high as their values; one below nothing hangs from the same line. */
export function uprightBars(figures: Figure[], size: Size): Bar[] {
  const room = size.height - TOP_PX - BOTTOM_PX;
  const highest = Math.max(0, ...figures.map((each) => each.value));
  const lowest = Math.min(0, ...figures.map((each) => each.value));
  const scale = highest === lowest ? 0 : room / (highest - lowest);
  const zero = TOP_PX + highest * scale;
  const step = size.width / Math.max(1, figures.length);
  return figures.map((figure, index) => {
    const height = Math.abs(figure.value) * scale;
    return { x: index * step + step * 0.15, y: figure.value < 0 ? zero : zero - height, width: step * 0.7, height, figure };
  });
}

/** Bars below each other, as long as their values. */
export function lyingBars(figures: Figure[], size: Size): Bar[] {
  const longest = Math.max(0, ...figures.map((each) => Math.abs(each.value)));
  const scale = longest === 0 ? 0 : size.width / longest;
  return figures.map((figure, index) => ({
    x: 0, y: index * ROW_PX + FONT_PX + 5, width: Math.abs(figure.value) * scale, height: 8, figure,
  }));
}

/** How high a ranking of so many is. */
export const rankingHeight = (count: number): number => Math.max(1, count) * ROW_PX;

/** Draw figures by hour. */
export function drawUpright(pen: Pen, figures: Figure[], size: Size): void {
  begin(pen, size);
  pen.textAlign = "center";
  const bars = uprightBars(figures, size);
  const best = bars.reduce<Bar | null>((so, bar) => (so === null || bar.figure.value > so.figure.value ? bar : so), null);
  const every = Math.ceil((bars.length * 26) / size.width) || 1; // so that no two labels touch
  bars.forEach((bar, index) => {
    pen.fillStyle = bar.figure.value < 0 ? RED : GREEN;
    pen.fillRect(bar.x, bar.y, bar.width, bar.height);
    pen.fillStyle = QUIET;
    if (index % every === 0) pen.fillText(bar.figure.label, bar.x + bar.width / 2, size.height - 5);
  });
  if (best === null) return;
  pen.fillStyle = INK;
  const half = pen.measureText(best.figure.text).width / 2;
  const middle = Math.min(Math.max(best.x + best.width / 2, half), size.width - half);
  pen.fillText(best.figure.text, middle, Math.max(FONT_PX, best.y - 4));
}

/** Draw a ranking: the name on the left, the figure on the right, the bar below. */
export function drawLying(pen: Pen, figures: Figure[], size: Size): void {
  begin(pen, size);
  for (const bar of lyingBars(figures, size)) {
    pen.fillStyle = INK;
    pen.textAlign = "right";
    pen.fillText(bar.figure.text, size.width, bar.y - 5);
    pen.textAlign = "left";
    pen.fillText(bar.figure.label, 0, bar.y - 5, size.width - pen.measureText(bar.figure.text).width - 8);
    pen.fillStyle = bar.figure.value < 0 ? RED : GREEN;
    pen.fillRect(bar.x, bar.y, bar.width, bar.height);
  }
}

function begin(pen: Pen, size: Size): void {
  pen.clearRect(0, 0, size.width, size.height);
  pen.font = `${FONT_PX}px sans-serif`;
  pen.textBaseline = "alphabetic";
}
