/** Where the text to train on comes from: a file that is dropped or chosen, a text that is pasted, or the sample. */

import { send } from '../api.js';
import { element, replaceChildren, uniqueId } from '../element.js';
import { bytes } from '../figures.js';
import { attempt } from '../notice.js';

/** How files begin that hold a text, but are none, and what they are. */
const NO_TEXTS = [
  ['%PDF-', 'a PDF document'],
  ['PK\x03\x04', 'a Word, OpenDocument, EPUB or ZIP file'],
  ['\xd0\xcf\x11\xe0', 'an old Word or Excel document'],
  ['{\\rtf', 'an RTF document'],
  ['\x1f\x8b', 'a compressed file'],
];

const SAMPLE = { url: '/page/samples/dinosaurs.txt', name: 'dinosaurs.txt' };

/**
 * @param onCorpus called with `{name, file, body}`, the body being a Blob and `file` the name that a command line would
 *     have for it, or with null when the text is taken away
 * @returns `{node, useSample()}`
 */
export function corpusField(onCorpus) {
  const fileId = uniqueId('corpus');
  const textId = uniqueId('corpus-text');
  const file = element('input', {
    type: 'file',
    id: fileId,
    class: 'visually-hidden corpus-file',
    accept: '.txt,.csv,.md,text/*',
    onchange: () => file.files[0] && chooseFile(file.files[0]),
  });
  const text = element('textarea', { id: textId, rows: 6, spellcheck: 'false', dir: 'auto' });
  const zone = element(
    'label',
    { for: fileId, class: 'drop-zone' },
    element('strong', {}, 'Drop a text file here'),
    element('span', {}, 'or click to choose one. Names, headlines, verse, a book: plain text in UTF-8.'),
  );
  const trouble = element('p', { class: 'field-error', role: 'alert', hidden: true });
  const pasting = element(
    'details',
    {},
    element('summary', {}, 'Paste a text instead'),
    element(
      'div',
      { class: 'stack-tight' },
      element('label', { for: textId, class: 'visually-hidden' }, 'Text to train on'),
      text,
      element('div', {}, element('button', { type: 'button', onclick: usePasted }, 'Use this text')),
    ),
  );
  const ask = element(
    'div',
    { class: 'stack' },
    file,
    zone,
    trouble,
    element(
      'div',
      { class: 'actions' },
      element('button', { type: 'button', id: 'use-sample', onclick: useSample }, 'Use the sample: 900 dinosaurs'),
    ),
    pasting,
  );
  const node = element('div', {}, ask);

  for (const type of ['dragenter', 'dragover']) {
    zone.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.add('over');
    });
  }
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('over');
    const { files, items } = event.dataTransfer;
    if ([...items].some((it) => it.webkitGetAsEntry?.()?.isDirectory)) {
      refuse('That is a folder. Drop a text file.');
    } else if (files.length > 1) {
      refuse(`Those are ${files.length} files. Drop one.`);
    } else if (files.length === 1) {
      chooseFile(files[0]);
    }
  });

  function chooseFile(chosen) {
    return attempt(async () => {
      const other = await noText(chosen);
      if (other) {
        file.value = '';
        refuse(`That is ${other}. Save it as plain text in UTF-8, and drop that.`);
      } else {
        choose(chosen.name, chosen);
      }
    });
  }

  function refuse(why) {
    trouble.hidden = false;
    trouble.textContent = why;
  }

  function usePasted() {
    if (text.value.trim()) {
      choose('pasted text', new Blob([text.value]), 'corpus.txt');
    } else {
      text.focus();
    }
  }

  function useSample() {
    return attempt(async () => choose(SAMPLE.name, await (await send('GET', SAMPLE.url, { accept: '*/*' })).blob()));
  }

  function choose(name, body, onDisk = name) {
    trouble.hidden = true;
    const focused = ask.contains(document.activeElement);
    const another = element('button', { type: 'button', class: 'small', onclick: takeAway }, 'Choose another');
    replaceChildren(
      node,
      element(
        'div',
        { class: 'chosen-corpus' },
        element('strong', {}, name),
        element('span', { class: 'hint' }, bytes(body.size)),
        another,
      ),
    );
    if (focused) {
      another.focus({ preventScroll: true }); // what had the focus has gone
    }
    onCorpus({ name, file: onDisk, body });
  }

  function takeAway() {
    file.value = '';
    replaceChildren(node, ask);
    onCorpus(null);
    file.focus();
  }

  return { node, useSample };
}

/** What a file is that is no plain text, in words; undefined for all others, and for one that cannot be read. */
async function noText(body) {
  const first = await body.slice(0, 8).arrayBuffer().catch(() => new ArrayBuffer(0));
  const beginning = String.fromCharCode(...new Uint8Array(first));
  return NO_TEXTS.find(([start]) => beginning.startsWith(start))?.[1];
}
