/**
 * Shows the view that the URL names: `#/models/dinosaurs?version=2` is the view `models` with the path `dinosaurs`.
 *
 * A view is a module that exports
 *  - `title`: its name in the navigation and in the title of the window;
 *  - `mount(root, params)`: builds it inside `root` and returns a function that ends what goes on in it.
 *
 * `params` has `path` (what follows the view's name, decoded), `get(name)` (a parameter, or null) and `query` (all of them).
 */

let views = {};
let home = '';
let root = null;
let unmount = null;
let titleOf = '';
let shown = '';

/** Milliseconds between two changes of the URL: Safari throws when there are more than a hundred in half a minute. */
const PAUSE = 400;
let changed = new URLSearchParams();
let writing = 0;
let written = -PAUSE;

/** A link to a view, such as `link('write', [], {model: 'dinosaurs'})`. */
export function link(view, path = [], query = {}) {
  const steps = [view, ...path].map(encodeURIComponent).join('/');
  const parameters = new URLSearchParams(present(query)).toString();
  return `#/${steps}${parameters ? `?${parameters}` : ''}`;
}

/** Goes to another view, or to the same one with other parameters. */
export function go(view, path = [], query = {}) {
  writeParams();
  location.hash = link(view, path, query);
}

/**
 * Writes the state of the present view into the URL, soon, and leaves the view as it is; null takes a parameter out.
 */
export function setParams(changes) {
  for (const [name, value] of Object.entries(changes)) {
    changed.set(name, value ?? '');
  }
  clearTimeout(writing);
  writing = setTimeout(writeParams, Math.max(0, written + PAUSE - performance.now()));
}

/** The parameters of the present view as they are now, also those that the URL does not have yet. */
export function presentParams() {
  const { query } = read();
  changed.forEach((value, name) => query.set(name, value));
  return Object.fromEntries(query);
}

function writeParams() {
  clearTimeout(writing);
  if (changed.size === 0) {
    return;
  }
  const { view, path, query } = read();
  if (shown !== link(view, path)) {
    return; // the URL names another view already, which is about to be shown
  }
  changed.forEach((value, name) => query.set(name, value));
  written = performance.now();
  try {
    history.replaceState(null, '', link(view, path, Object.fromEntries(query)));
    changed = new URLSearchParams();
  } catch {
    // too often for this browser: they are written with the next change
  }
}

/** What has not been written is no part of the view that comes now. */
function forgetParams() {
  clearTimeout(writing);
  changed = new URLSearchParams();
}

/** Names what the view shows, in the title of the window. */
export function setTitle(text) {
  document.title = text ? `${text} · ${titleOf} · Charloom` : `${titleOf} · Charloom`;
}

/** Begins to show views, by their names, inside an element; calls `onShow` with the name of each. */
export function startRouter(allViews, homeView, element, onShow) {
  views = allViews;
  home = homeView;
  root = element;
  const show = (focus) => {
    const { view, path, query } = read();
    unmount?.();
    forgetParams();
    root.replaceChildren();
    shown = link(view, path);
    titleOf = views[view].title;
    setTitle('');
    onShow(view);
    unmount = views[view].mount(root, { path, get: (name) => query.get(name), query: Object.fromEntries(query) }) ?? null;
    if (focus) {
      window.scrollTo(0, 0);
      focusHeading();
    }
  };
  window.addEventListener('hashchange', () => show(true));
  window.addEventListener('click', writeParams, true); // before a link leads away from what has been changed
  show(false);
}

function present(query) {
  return Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
}

function read() {
  const [steps, parameters = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, ...path] = steps.split('/').filter(Boolean).map(decoded);
  return { view: Object.hasOwn(views, view ?? '') ? view : home, path, query: new URLSearchParams(parameters) };
}

function decoded(step) {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** Puts the focus at the beginning of the view: screen readers begin to read there, and the Tab key goes on from there. */
export function focusHeading() {
  const heading = root.querySelector('h1');
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}
