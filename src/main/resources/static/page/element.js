/** Builds elements without markup in strings, which a text could break out of. */

/**
 * An element with attributes and children.
 *
 * Attributes whose names begin with `on` are listeners (`onclick`); `true` sets an attribute without a value, `false`,
 * `null` and `undefined` leave it out. `value`, `checked`, `selected` and `indeterminate` are set as properties.
 * `class` and `dataset` do as expected. Children are nodes, texts, numbers, or lists of them; null ones are left out.
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  made.append(...nodes(children));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** The same for SVG. */
export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  setAttributes(made, attributes);
  made.append(...nodes(children));
  return made;
}

/** Puts new children in the place of those that an element has. */
export function replaceChildren(parent, ...children) {
  parent.replaceChildren(...nodes(children));
}

const PROPERTIES = new Set(['value', 'checked', 'selected', 'indeterminate']);

function setAttributes(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      made.addEventListener(name.slice(2), value);
    } else if (name === 'dataset') {
      Object.assign(made.dataset, value);
    } else if (PROPERTIES.has(name)) {
      made[name] = value;
    } else {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}

let ids = 0;

/** An id that no other element of the page has, for labels and descriptions. */
export function uniqueId(prefix) {
  ids += 1;
  return `${prefix}-${ids}`;
}
