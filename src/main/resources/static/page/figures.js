/** Numbers, times and sizes as readers want them. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** 1,234,567 */
export function count(value) {
  return value === null || value === undefined ? '–' : whole.format(value);
}

/** 1.4 M, for where there is little room. */
export function shortCount(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  const [divisor, unit] = value >= 1e9 ? [1e9, ' G'] : value >= 1e6 ? [1e6, ' M'] : value >= 1e4 ? [1e3, ' k'] : [1, ''];
  const scaled = value / divisor;
  return unit ? `${scaled.toFixed(scaled < 100 ? 1 : 0)}${unit}` : whole.format(value);
}

/** A loss: three decimals. */
export function loss(nats) {
  return Number.isFinite(nats) ? nats.toFixed(3) : '–';
}

/** Nats as bits. */
export function bits(nats) {
  return nats === null || nats === undefined ? null : nats / Math.LN2;
}

/** A number with so many significant digits, without an exponent where it can be avoided. */
export function significant(value, digits = 3) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : '–';
}

/** 12 % */
export function percent(fraction, decimals = 0) {
  return Number.isFinite(fraction) ? `${(fraction * 100).toFixed(decimals)} %` : '–';
}

/** 75 s, 12 min, 3 h 20 min */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) {
    return '–';
  }
  if (seconds < 1) {
    return 'less than 1 s';
  }
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.round(hours / 24)} days`;
}

/** 3.2 MB */
export function bytes(value) {
  if (!Number.isFinite(value)) {
    return '–';
  }
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let scaled = value;
  let unit = 0;
  while (scaled >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return unit === 0 ? `${value} bytes` : `${scaled.toFixed(scaled < 10 ? 1 : 0)} ${units[unit]}`;
}

/** 3 minutes ago */
export function age(instant, now = Date.now()) {
  const seconds = (Date.parse(instant) - now) / 1000;
  const steps = [
    ['year', 31_557_600],
    ['month', 2_629_800],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const [unit, length] = steps.find(([, it]) => Math.abs(seconds) >= it) ?? ['second', 1];
  return unit === 'second' ? 'just now' : relative.format(Math.round(seconds / length), unit);
}

/** A moment in the reader's own time zone. */
export function moment(instant) {
  return instant ? new Date(instant).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' }) : '–';
}

/** A character that can be seen: what leaves no ink is shown by a sign or its code point. */
export function visible(character) {
  const signs = { '\n': '⏎', '\t': '⇥', ' ': '␣' };
  if (signs[character]) {
    return signs[character];
  }
  return /^[\p{C}\p{Z}\p{M}]/u.test(character)
    ? `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`
    : character;
}
