import { element } from '../element.js';

export const title = 'Train';

export function mount(root) {
  root.append(element('h1', {}, 'Train'));
}
