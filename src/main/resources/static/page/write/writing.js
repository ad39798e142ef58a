/** One text that a model writes: its characters coloured by their probability, to be written anew from any of them. */

import { announce } from '../announce.js';
import { element, replaceChildren } from '../element.js';
import { count, significant } from '../figures.js';
import { alternatives, probability, spoken } from '../text/alternatives.js';
import { surpriseTint } from '../text/tint.js';
import { tintedText } from '../text/tinted-text.js';

const ENDS = { stop: 'came to its end', length: 'reached the length' };

/**
 * @param name what the text is called
 * @param onAlternative called with the prompt of the text, the characters before the place, and the one to go on with
 *     there
 * @param onKeep called with the prompt and the text after it, as one, when the reader wants to go on from its end
 * @returns `{node, begin(prompt, before)}`; what begins is `{grow(logprobs), end(reason), writing()}`, which do nothing
 *     any more once it has ended or something else has begun
 */
export function writing(name, onAlternative, onKeep) {
  let from = '';
  let prompt = [];
  let written = [];
  let present = null;
  const status = element('p', { class: 'readout' });
  const text = tintedText(name, show, open);
  text.node.classList.add('picks', 'generated');
  const menu = element('div', { class: 'menu', hidden: true, role: 'group', onkeydown: key, onfocusout: blurred });
  const keep = element('button', { type: 'button', class: 'small', hidden: true, onclick: () => onKeep(from + written.map((it) => it.character).join('')) }, 'Use as the prompt');
  const node = element(
    'article',
    { class: 'writing' },
    element('h3', {}, name),
    element('div', { class: 'writing-body', onpointerleave: leave }, text.node, menu),
    status,
    element('div', { class: 'actions' }, keep),
  );
  let pinned = false;

  return {
    node,
    /** @param before characters that are already written, as the service told them */
    begin(promptText, before = []) {
      close();
      keep.hidden = true;
      from = promptText;
      prompt = [...promptText].map((it) => ({ text: it, given: true }));
      written = [];
      text.set(prompt);
      grow(before);
      node.setAttribute('aria-busy', 'true');
      status.textContent = 'writing …';
      const mine = {};
      present = mine;
      const writes = () => present === mine;
      return {
        grow: (logprobs) => writes() && grow(logprobs),
        end: (reason) => writes() && end(reason),
        writing: writes,
      };
    },
  };

  function end(reason) {
    present = null;
    node.removeAttribute('aria-busy');
    keep.hidden = written.length === 0;
    const nats = -written.reduce((sum, it) => sum + it.logprob, 0) / written.length;
    const surprise = written.length > 0 ? `, ${significant(nats / Math.LN2)} bits each` : '';
    status.textContent = `${count(written.length)} characters${surprise}; ${ENDS[reason] ?? reason}.`;
  }

  function grow(logprobs) {
    written.push(...logprobs);
    text.append(logprobs.map((it) => ({ text: it.character, tint: surpriseTint(-it.logprob) })));
  }

  function show(index, span) {
    if (!pinned) {
      fill(index, span);
    }
    const character = written[index - prompt.length];
    if (character && document.activeElement === text.node) {
      announce(`${spoken(character.character)}, ${probability(character.logprob)}`);
    }
  }

  function open(index, span) {
    pinned = false;
    fill(index, span);
    pinned = !menu.hidden;
    menu.querySelector('button')?.focus();
  }

  /** Shows what could have stood in a place, below it. */
  function fill(index, span) {
    const place = index - prompt.length;
    const character = written[place];
    menu.hidden = !character;
    if (!character) {
      return;
    }
    menu.setAttribute('aria-label', `Instead of ${spoken(character.character)}`);
    replaceChildren(
      menu,
      element(
        'p',
        { class: 'readout' },
        element('strong', {}, spoken(character.character)),
        ` had ${probability(character.logprob)}. Go on from here with:`,
      ),
      alternatives(character, (chosen) => choose(place, character, chosen)),
    );
    const body = text.node.parentElement;
    const left = Math.min(span.offsetLeft, body.clientWidth - menu.offsetWidth);
    menu.style.left = `${Math.max(0, left)}px`;
    menu.style.top = `${span.offsetTop + span.offsetHeight}px`;
  }

  function choose(place, character, chosen) {
    close();
    text.node.focus();
    const logprob = character.top.find((it) => it.character === chosen).logprob;
    onAlternative(from, written.slice(0, place), { ...character, character: chosen, logprob });
  }

  function key(event) {
    if (event.key === 'Escape') {
      text.node.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const buttons = [...menu.querySelectorAll('button')];
      const next = buttons.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
      buttons[Math.max(0, Math.min(buttons.length - 1, next))].focus();
    }
  }

  function blurred(event) {
    if (event.relatedTarget === text.node) {
      hide(); // the reader is still at the same character
    } else if (event.relatedTarget && !menu.contains(event.relatedTarget)) {
      close();
    }
  }

  function leave(event) {
    if (event.pointerType === 'mouse' && !menu.contains(document.activeElement)) {
      close();
    }
  }

  function close() {
    hide();
    text.show(-1);
  }

  function hide() {
    pinned = false;
    menu.hidden = true;
  }
}
