/** A unit over a text as a strip of colours, one column for each character. */

import { element } from '../element.js';
import { onThemeChange } from '../theme.js';
import { tintOf } from './features.js';

const WIDTH = 480;
const HEIGHT = 14;

/** How each strip is drawn; those that are gone from the page are forgotten with it. */
const drawings = new WeakMap();

onThemeChange(() => document.querySelectorAll('canvas.strip').forEach((canvas) => drawings.get(canvas)?.()));

/** Draws the strip in the colours of the present theme, and anew when that changes. */
export function strip(signal, values) {
  const canvas = element('canvas', { class: 'strip', width: WIDTH, height: HEIGHT, 'aria-hidden': 'true' });
  drawings.set(canvas, () => draw(canvas, signal, values));
  requestAnimationFrame(drawings.get(canvas));
  return canvas;
}

function draw(canvas, signal, values) {
  const style = getComputedStyle(canvas);
  const context = canvas.getContext('2d');
  const tint = tintOf(signal, values);
  const column = WIDTH / values.length;
  context.clearRect(0, 0, WIDTH, HEIGHT);
  values.forEach((value, i) => {
    const strength = tint(value);
    context.globalAlpha = Math.min(1, Math.abs(strength));
    context.fillStyle = strength < 0 ? style.borderBottomColor : style.borderTopColor; // see inside.css
    context.fillRect(Math.floor(i * column), 0, Math.ceil(column), HEIGHT);
  });
}
