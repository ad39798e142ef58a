/** What is looked at: a model, one of its layers, a signal, and what its units are ranked by. */

import { element, uniqueId } from '../element.js';
import { modelField, modelNamed } from '../text/model-field.js';
import { chooser } from './chooser.js';
import { FEATURES, named, SIGNALS_OF } from './features.js';

/**
 * @param all the models
 * @param params of the URL
 * @param onModel called when another model is chosen
 * @param onChange called when something else is
 * @returns `{node, model(), signals(), choice(), featureName(), params()}`: the name of the model, and its mode where it
 *     is known; the signals that it has; what `POST /inspect` is asked with, null for what is left out; the URL's parameters
 */
export function lens(all, params, onModel, onChange) {
  const model = modelField(all, params.get('model'), { onChange: changeModel });
  const layer = chooser('Layer', params.get('layer'), onChange);
  const what = chooser('Look at', params.get('signal'), onChange);
  const feature = chooser('Rank the units by', params.get('feature'), onChange);
  const charactersId = uniqueId('characters');
  const characters = element('input', { id: charactersId, value: params.get('characters') ?? '', maxlength: 1000, placeholder: 'such as xyz', oninput: rankBy, onchange: onChange });
  feature.offer(FEATURES, 'vowel');
  rankBy();
  offer();
  return {
    node: element(
      'div',
      { class: 'fields lens' },
      [model, layer, what, feature].map((it) => it.node),
      element('div', { class: 'field' }, element('label', { for: charactersId }, 'Or by characters'), characters),
    ),
    model: () => ({ name: model.value(), mode: chosen()?.mode }),
    signals,
    choice: () => ({
      model: model.value(),
      layer: Number(layer.value()),
      signals: [what.value()],
      feature: characters.value || feature.value() === 'number' ? null : feature.value(),
      characters: characters.value || null,
    }),
    featureName: () =>
      characters.value ? `characters ${characters.value}` : FEATURES.find(([name]) => name === feature.value())[1],
    params: () => ({
      model: model.value(),
      layer: Number(layer.value()) === layers() ? null : layer.value(),
      signal: what.value(),
      feature: feature.value(),
      characters: characters.value,
    }),
  };

  function chosen() {
    return modelNamed(all, model.value());
  }

  function layers() {
    return chosen()?.shape.layers ?? 1;
  }

  function signals() {
    return SIGNALS_OF[chosen()?.shape.cell] ?? ['hidden'];
  }

  /** The units are ranked by the characters, if there are some. */
  function rankBy() {
    feature.enable(characters.value === '');
  }

  function changeModel() {
    offer();
    onModel();
  }

  /** Offers the layers and signals that the model has. */
  function offer() {
    const numbers = Array.from({ length: layers() }, (_, i) => String(i + 1));
    layer.offer(numbers.map((it) => [it, it]), numbers.at(-1));
    what.offer(signals().map((it) => [it, named(it)]), signals()[0]);
  }
}
