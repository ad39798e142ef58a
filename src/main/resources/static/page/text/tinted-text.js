/** A text whose characters are coloured, each of which can be pointed at, or reached with the arrow keys. */

import { element } from '../element.js';
import { visible } from '../figures.js';
import { colour } from './tint.js';

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

/**
 * @param label names the text for screen readers
 * @param onShow called with the index of the character that is pointed at and its element, or with −1
 * @param onPick called likewise with a character that is clicked, or chosen with the Enter key; left out: nothing is
 * @returns `{node, set(characters), append(characters), tint(tints), truncate(length), show(index)}`, a character being
 *     `{text, tint}`, with `given: true` where it is not the model's
 */
export function tintedText(label, onShow, onPick) {
  const node = element('div', {
    class: 'tinted-text',
    tabindex: 0,
    role: 'group',
    'aria-label': `${label}. The arrow keys go from character to character.`,
  });
  const spans = [];
  let current = -1;

  function point(index) {
    spans[current]?.classList.remove('pointed');
    current = index;
    spans[current]?.classList.add('pointed');
    onShow(current, spans[current] ?? null);
  }

  function indexOf(event) {
    const span = event.target.closest?.('.tinted');
    return span ? Number(span.dataset.index) : -1;
  }

  node.addEventListener('pointerover', (event) => {
    const index = indexOf(event);
    if (index >= 0 && index !== current) {
      point(index);
    }
  });
  node.addEventListener('click', (event) => {
    const index = indexOf(event);
    if (index >= 0) {
      point(index);
      onPick?.(index, spans[index]);
    }
  });
  node.addEventListener('keydown', (event) => {
    const next = target(event.key);
    if (next !== null) {
      event.preventDefault();
      point(Math.max(0, Math.min(spans.length - 1, next)));
      spans[current]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && current >= 0 && onPick) {
      event.preventDefault();
      onPick(current, spans[current]);
    }
  });
  node.addEventListener('focus', () => {
    if (current < 0 && spans.length > 0 && node.matches(':focus-visible')) {
      point(0);
    }
  });

  function target(key) {
    if (spans.length === 0) {
      return null;
    }
    if (key in STEPS) {
      return current + STEPS[key];
    }
    if (key === 'Home' || key === 'End') {
      return key === 'Home' ? 0 : spans.length - 1;
    }
    return key === 'ArrowUp' || key === 'ArrowDown' ? neighbour(key === 'ArrowUp' ? -1 : 1) : null;
  }

  /** The character above or below: in the next row of the screen, as near as can be. */
  function neighbour(direction) {
    const from = spans[Math.max(0, current)];
    let row = null;
    let best = current;
    let distance = Infinity;
    for (let i = current + direction; i >= 0 && i < spans.length; i += direction) {
      const top = spans[i].offsetTop;
      if (top !== from.offsetTop) {
        row ??= top;
        if (top !== row) {
          break;
        }
        if (Math.abs(spans[i].offsetLeft - from.offsetLeft) < distance) {
          distance = Math.abs(spans[i].offsetLeft - from.offsetLeft);
          best = i;
        }
      }
    }
    return best;
  }

  const text = {
    node,
    set(characters) {
      text.truncate(0);
      text.append(characters);
    },
    append(characters) {
      const all = document.createDocumentFragment();
      for (const character of characters) {
        const span = tinted(character, spans.length);
        spans.push(span);
        all.append(span);
      }
      node.append(all);
    },
    tint(tints) {
      tints.forEach((tint, i) => spans[i] && colour(spans[i], tint));
    },
    truncate(length) {
      if (current >= length) {
        point(-1);
      }
      spans.splice(length).forEach((span) => span.remove());
    },
    show: point,
  };
  return text;
}

function tinted({ text, tint, given }, index) {
  const line = text === '\n';
  const span = element(
    'span',
    { class: `tinted${given ? ' given' : ''}${line ? ' line-end' : ''}`, dataset: { index } },
    line ? [visible(text), '\n'] : text,
  );
  if (!given) {
    colour(span, tint);
  }
  return span;
}
