import { element } from '../element.js';

export const title = 'Write';

export function mount(root) {
  root.append(element('h1', {}, 'Write'));
}
