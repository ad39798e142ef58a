/** What units can be ranked by, as the service names it. */
export const FEATURES = [
  ['number', 'their numbers'],
  ['vowel', 'vowels'],
  ['capital', 'capitals'],
  ['digit', 'digits'],
  ['punctuation', 'punctuation'],
  ['whitespace', 'white space'],
  ['word_start', 'starts of words'],
  ['word_end', 'ends of words'],
  ['word_position', 'position in the word'],
  ['line_end', 'newlines'],
  ['before_line_end', 'the last character of a line'],
  ['line_position', 'position in the line'],
  ['quoted', 'quotations'],
  ['bracketed', 'brackets'],
];

/** What each signal is, by the name that the service has for it. */
export const SIGNALS = {
  hidden: ['h', 'hidden state', 'what the unit tells the layer above'],
  cell: ['c', 'cell state', 'what the unit remembers'],
  reset: ['r', 'reset gate', 'how much of the past the candidate sees'],
  update: ['z', 'update gate', 'how much of the past is kept: h = (1 − z)·n + z·h₋'],
  candidate: ['', 'candidate', 'what the unit would take in'],
  input: ['i', 'input gate', 'how much is taken in'],
  forget: ['f', 'forget gate', 'how much of the past is kept'],
  output: ['o', 'output gate', 'how much the unit tells of what it remembers'],
};

const GATES = new Set(['reset', 'update', 'input', 'forget', 'output']);

/** A signal by its name and its sign. */
export function named(signal) {
  const [sign, name] = SIGNALS[signal];
  return sign ? `${name} ${sign}` : name;
}

/** A value as a colour from −1 to 1: gates, which are 0 to 1, from nothing; states by the largest one in the text. */
export function tintOf(signal, values) {
  if (GATES.has(signal)) {
    return (value) => value;
  }
  const largest = values.reduce((most, it) => Math.max(most, Math.abs(it)), 1e-9);
  return (value) => value / Math.max(largest, 0.05);
}

/** Whether a signal has values below zero. */
export function hasSign(signal) {
  return !GATES.has(signal);
}

/** What each cell has, its memory first. */
export const SIGNALS_OF = {
  rnn: ['hidden'],
  gru: ['hidden', 'candidate', 'reset', 'update'],
  lstm: ['cell', 'hidden', 'input', 'forget', 'candidate', 'output'],
};
