/** The models of the service: `#/models`, and `#/models/{name}` for one of them. */

import { element } from '../element.js';
import { importForm } from '../models/import-form.js';
import { modelList } from '../models/model-list.js';
import { modelPage } from '../models/model-page.js';
import { go } from '../router.js';

export const title = 'Models';

export function mount(root, params) {
  if (params.path.length > 0) {
    return modelPage(root, params.path[0], params);
  }
  const list = modelList();
  const form = importForm((model) => go('models', [model.name]));
  root.append(
    element('h1', {}, 'Models'),
    element('p', { class: 'lead' }, 'What has been trained here or brought here, and is ready to write.'),
    list.node,
    form.node,
  );
  return () => {
    list.destroy();
    form.destroy();
  };
}
