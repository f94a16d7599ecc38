// Makes elements and keeps what did not change. Knows nothing of the shop.

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "path", "rect", "g", "use", "circle"]);

/** An element: `h("button", { class: "big", onclick: pay }, "Pay")`. */
export function h(tag, attributes = {}, ...children) {
  const node = SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((each) => each !== null && each !== undefined));
  return node;
}

/** One of the icons of icons.svg, for the eye only. */
export function icon(name) {
  return h("svg", { class: "icon", "aria-hidden": "true", viewBox: "0 0 24 24" },
    h("use", { href: `icons.svg#${name}` }));
}

const drawn = new WeakMap();

/**
 * Put `make()` into `region`, only where `facts` differ from those of the last time: so nothing
 * flickers, a screen reader says only news, and whoever types keeps the place.
 */
export function draw(region, facts, make) {
  const key = JSON.stringify(facts);
  if (drawn.get(region) === key) return false;
  const focused = region.contains(document.activeElement) && document.activeElement.dataset.id;
  drawn.set(region, key);
  region.replaceChildren(...[make()].flat().filter((each) => each !== null));
  if (focused) region.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  return true;
}
