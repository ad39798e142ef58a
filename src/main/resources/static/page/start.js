/** Puts the frame together: navigation, theme, and the view that the URL names. */

import { element } from './element.js';
import { clearErrors } from './notice.js';
import { link, startRouter } from './router.js';
import { installThemeToggle } from './theme.js';
import * as inside from './views/inside.js';
import * as models from './views/models.js';
import * as score from './views/score.js';
import * as train from './views/train.js';
import * as write from './views/write.js';

const VIEWS = { train, write, score, models, inside };

const links = Object.entries(VIEWS).map(([name, view]) =>
  element('a', { href: link(name), dataset: { view: name } }, view.title),
);
document.querySelector('.frame-nav').append(...links);
installThemeToggle(document.querySelector('.theme-toggle'));
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault(); // the hash of the URL belongs to the views
  document.getElementById('view').focus();
});

// A file that misses its place must not take the place of the page.
for (const type of ['dragover', 'drop']) {
  window.addEventListener(type, (event) => {
    if (event.dataTransfer?.types.includes('Files') && event.target.type !== 'file') {
      event.preventDefault();
    }
  });
}

startRouter(VIEWS, 'train', document.getElementById('view'), (name) => {
  clearErrors();
  for (const it of links) {
    if (it.dataset.view === name) {
      it.setAttribute('aria-current', 'page');
    } else {
      it.removeAttribute('aria-current');
    }
  }
});
