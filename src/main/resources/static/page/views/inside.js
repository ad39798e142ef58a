import { element } from '../element.js';

export const title = 'Inside';

export function mount(root) {
  root.append(element('h1', {}, 'Inside'));
}
