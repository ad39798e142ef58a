/** All parameters of a training, as the service describes them. */

import { fieldsOf, marked } from '../description.js';
import { element, uniqueId } from '../element.js';

/** In the order in which one thinks of them; what the service knows beyond these comes last. */
const GROUPS = {
  'Shape of the network': [
    'cell', 'layers', 'hiddenSize', 'embeddingSize', 'gruReset', 'skipConnections', 'tiedWeights', 'layerNorm',
  ],
  'Reading the text': ['mode', 'vocabulary', 'sequenceLength', 'batchSize', 'carryState', 'randomWindows'],
  'How long, and from where': ['epochs', 'maxSteps', 'from', 'seed'],
  'Learning rate and optimizer': [
    'learningRate', 'optimizer', 'schedule', 'warmupSteps', 'clipNorm', 'momentum', 'weightDecay', 'learningRateDecay',
    'learningRateDecayAfter', 'learningRateDecayEvery', 'plateauFactor', 'plateauPatience',
  ],
  'Against learning by heart': ['inputDropout', 'layerDropout', 'outputDropout', 'weightDrop', 'stateDrop', 'averageDecay'],
  'Watching it': [
    'validationFraction', 'evaluateEvery', 'patience', 'sampleEvery', 'checkpointEvery', 'dynamicEvaluation',
  ],
};
const ELSEWHERE = new Set(['model', 'corpus', 'preset', 'budget', 'dryRun']);

/**
 * @param initial called with a parameter's name, gives the text to begin with or null
 * @param onChange called when the reader has changed something
 * @returns `{node, names, values(), showDecided(params), showErrors(error)}`, once the service has described them
 */
export async function parameterFields(initial, onChange) {
  const described = await fieldsOf('/train');
  const names = Object.keys(described).filter((name) => !ELSEWHERE.has(name));
  const grouped = new Set(Object.values(GROUPS).flat());
  const groups = { ...GROUPS, More: names.filter((name) => !grouped.has(name)) };
  const fields = new Map();
  for (const name of names) {
    fields.set(name, parameterField(name, described[name], initial(name) ?? '', onChange));
  }
  const node = element(
    'div',
    { class: 'stack' },
    Object.entries(groups).map(([title, members]) => {
      const present = members.filter((name) => fields.has(name));
      return present.length > 0
        && element(
          'fieldset',
          { class: 'stack-tight' },
          element('legend', {}, element('h3', {}, title)),
          element('div', { class: 'fields' }, present.map((name) => fields.get(name).node)),
        );
    }),
  );

  return {
    node,
    names,
    /** What has been filled in, by name. */
    values: () =>
      Object.fromEntries([...fields].map(([name, field]) => [name, field.value()]).filter(([, value]) => value !== '')),
    /** Shows what is taken for the fields that are left empty. */
    showDecided: (params) => fields.forEach((field, name) => field.showDecided(params[name])),
    /** Writes what is wrong under the fields; null takes that away. Returns whether a field here is wrong. */
    showErrors: (error) =>
      [...fields].map(([name, field]) => field.showError(error?.of?.(name) ?? null)).some(Boolean),
  };
}

function parameterField(name, schema, initial, onChange) {
  const id = uniqueId(name);
  const choices = schema.enum ?? (typesOf(schema).includes('boolean') ? ['true', 'false'] : null);
  const attributes = {
    id,
    name,
    'aria-describedby': `${id}-what ${id}-wrong`,
    onchange: onChange,
  };
  const usual = element('option', { value: '' }, 'as decided');
  const input = choices
    ? element('select', attributes, usual, choices.map((it) => element('option', { value: it }, it)))
    : element('input', { ...attributes, type: 'text', autocomplete: 'off', inputmode: inputMode(schema) });
  input.value = initial;
  const wrong = element('p', { class: 'field-error', id: `${id}-wrong` });
  showDecided(schema.default);

  function showDecided(value) {
    const shown = value === null || value === undefined ? '' : String(value);
    if (choices) {
      usual.textContent = shown ? `${shown} (as decided)` : 'as decided';
    } else {
      input.placeholder = shown;
    }
  }

  return {
    node: element(
      'div',
      { class: 'field' },
      element('label', { for: id }, name),
      input,
      element('p', { class: 'hint', id: `${id}-what` }, marked(schema.description ?? ''), range(schema)),
      wrong,
    ),
    value: () => input.value.trim(),
    showDecided,
    showError(text) {
      wrong.textContent = text ?? '';
      if (text) {
        input.setAttribute('aria-invalid', 'true');
      } else {
        input.removeAttribute('aria-invalid');
      }
      return Boolean(text);
    },
  };
}

function typesOf(schema) {
  return [schema.type].flat();
}

function inputMode(schema) {
  const types = typesOf(schema);
  return types.includes('integer') ? 'numeric' : types.includes('number') ? 'decimal' : 'text';
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }) {
  const least = minimum ?? exclusiveMinimum;
  const most = maximum ?? exclusiveMaximum;
  if (least === undefined && most === undefined) {
    return null;
  }
  if (most === undefined || most >= Number.MAX_SAFE_INTEGER) {
    return ` From ${least}.`;
  }
  const below = exclusiveMaximum === undefined ? '' : 'below ';
  return ` ${least} to ${below}${most}.`;
}
