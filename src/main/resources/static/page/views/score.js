import { element } from '../element.js';

export const title = 'Score';

export function mount(root) {
  root.append(element('h1', {}, 'Score'));
}
