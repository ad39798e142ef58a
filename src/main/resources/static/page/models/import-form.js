/** Takes a model in from a file. */

import { address } from '../address.js';
import { announce } from '../announce.js';
import { curlLine } from '../curl.js';
import { element, uniqueId } from '../element.js';
import { percent } from '../figures.js';
import { attempt, showNews } from '../notice.js';
import { panel } from '../panel.js';
import { link } from '../router.js';
import { upload } from '../upload.js';

const FORMATS = [
  ['', 'Charloom'],
  ['pytorch', 'PyTorch'],
  ['keras', 'Keras'],
  ['numpy-directory', 'Directory of NumPy arrays'],
];
const ZIP = 'application/zip';

/**
 * @param onImported called with the model, if the form is still there
 * @returns `{node, destroy()}`; an upload goes on without the form
 */
export function importForm(onImported) {
  const fileId = uniqueId('archive');
  const nameId = uniqueId('name');
  const formatId = uniqueId('format');
  const file = element('input', { type: 'file', id: fileId, accept: '.zip', required: true, onchange: showCurl });
  const name = element('input', {
    type: 'text', id: nameId, autocomplete: 'off', spellcheck: 'false', maxlength: 64, placeholder: 'as in the file', oninput: showCurl,
  });
  const format = element('select', { id: formatId, onchange: showCurl }, FORMATS.map(([value, text]) => element('option', { value }, text)));
  const progress = element('progress', { max: 1, value: 0, hidden: true, 'aria-label': 'Upload' });
  const button = element('button', { class: 'primary' }, 'Import');
  const curl = curlLine(null);
  let isThere = true;
  showCurl();
  const node = panel(
    'Import a model',
    element(
      'form',
      { class: 'stack', id: 'import-model', onsubmit: submit },
      element(
        'div',
        { class: 'fields' },
        element('div', { class: 'field' }, element('label', { for: fileId }, 'File'), file),
        element('div', { class: 'field' }, element('label', { for: formatId }, 'Format'), format),
        element('div', { class: 'field' }, element('label', { for: nameId }, 'Name'), name),
      ),
      progress,
      element('div', { class: 'actions' }, button),
      curl,
    ),
  );
  return {
    node,
    destroy() {
      isThere = false;
    },
  };

  function query() {
    return { name: name.value.trim(), format: format.value };
  }

  function showCurl() {
    curl.show({ path: '/models/import', query: query(), file: file.files[0]?.name ?? 'model.zip', type: ZIP });
  }

  function submit(event) {
    event.preventDefault();
    button.disabled = true;
    progress.hidden = false;
    return attempt(async () => {
      const model = await upload(address('/models/import', query()), file.files[0], ZIP, (share) => {
        progress.value = share;
        progress.setAttribute('aria-valuetext', percent(share));
      });
      const news = `The model ${model.name} has been imported.`;
      if (isThere) {
        announce(news);
        file.value = '';
        onImported(model);
      } else {
        showNews(news, link('models', [model.name]));
      }
    }).finally(() => {
      button.disabled = false;
      progress.hidden = true;
    });
  }
}
