// Renders pages and components as WeChat does, into a DOM, and touches them.

const { JSDOM } = require("jsdom");
import { join } from "node:path";

const ROOT = join(__dirname, "..");
const NAMES = ["document", "Element", "HTMLElement", "Node", "Event", "CustomEvent", "getComputedStyle"];

const dom = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true });
const everywhere = globalThis as Record<string, any>;
everywhere.window = dom.window;
for (const name of NAMES) everywhere[name] = dom.window[name];

const simulate = require("miniprogram-simulate");

/** A page or component on the screen. */
export class Shown {
  constructor(readonly inner: any) {}

  get data(): any {
    return this.inner.instance.data;
  }

  get text(): string {
    return this.inner.dom.textContent;
  }

  get html(): string {
    return this.inner.dom.innerHTML;
  }

  call(name: string, ...given: unknown[]): Promise<void> {
    return Promise.resolve(this.inner.instance[name](...given));
  }

  has(selector: string): boolean {
    return this.inner.querySelector(selector) !== undefined;
  }

  all(selector: string): any[] {
    return this.inner.querySelectorAll(selector);
  }

  /** Touch something, and wait until what it began is done. */
  async tap(selector: string, index = 0): Promise<void> {
    await this.fire(selector, "tap", {}, index);
  }

  async type(selector: string, value: string, index = 0): Promise<void> {
    await this.fire(selector, "input", { value }, index);
  }

  async fire(selector: string, event: string, detail: object, index = 0): Promise<void> {
    const found = this.all(selector)[index];
    if (found === undefined) throw new Error(`there is no ${selector} number ${index} in ${this.html}`);
    found.dispatchEvent(event, { bubbles: true, detail });
    await settled(this);
  }
}

/** Show a page as WeChat opens it: `onLoad` with its query, then `onShow`. */
export async function page(name: string, query: Record<string, string> = {}): Promise<Shown> {
  const shown = component(`pages/${name}/${name}`);
  const { instance } = shown.inner;
  if (instance.onLoad) void instance.onLoad(query);
  if (instance.onShow) void instance.onShow();
  await settled(shown);
  return shown;
}

export function component(path: string, properties: object = {}): Shown {
  const inner = simulate.render(simulate.load(join(ROOT, path), { rootPath: ROOT }), properties);
  const parent = everywhere.document.createElement("div");
  everywhere.document.body.appendChild(parent);
  inner.attach(parent);
  return new Shown(inner);
}

/** Until nothing that a page does is under way any more. */
export async function settled(shown: Shown): Promise<void> {
  let quiet = 0;
  for (let turn = 0; turn < 2000 && quiet < 4; turn += 1) {
    await simulate.sleep(5);
    quiet = shown.data.isBusy ? 0 : quiet + 1;
  }
}

/** Wait for something that comes by itself. */
export async function until(isThere: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000; turn += 1) {
    if (isThere()) return;
    await simulate.sleep(5);
  }
  throw new Error("it did not come");
}
