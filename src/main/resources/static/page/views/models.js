import { element } from '../element.js';

export const title = 'Models';

export function mount(root) {
  root.append(element('h1', {}, 'Models'));
}
