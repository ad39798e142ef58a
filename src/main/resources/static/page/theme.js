/** The choice between light and dark: the system's, until the reader makes one of their own. */

const KEY = 'charloom.theme';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

const themeChanges = new EventTarget();

export function theme() {
  return document.documentElement.dataset.theme ?? (systemIsDark.matches ? 'dark' : 'light');
}

/** Calls back whenever colours have changed: canvases are drawn anew. Returns how to stop that. */
export function onThemeChange(callback) {
  themeChanges.addEventListener('change', callback);
  return () => themeChanges.removeEventListener('change', callback);
}

/** The value of a design token, such as `--accent`, as the present theme has it. */
export function token(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  probe.style.forcedColorAdjust = 'none'; // the lines of a chart are told apart by their colours alone
  probe.hidden = true;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

export function installThemeToggle(button) {
  const show = () => {
    const other = theme() === 'dark' ? 'light' : 'dark';
    button.textContent = other === 'dark' ? 'Dark' : 'Light';
    button.setAttribute('aria-label', `Switch to the ${other} theme`);
    themeChanges.dispatchEvent(new Event('change'));
  };
  button.addEventListener('click', () => {
    const chosen = theme() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = chosen;
    try {
      localStorage.setItem(KEY, chosen);
    } catch {
      // it holds until the page is left
    }
    show();
  });
  systemIsDark.addEventListener('change', show);
  show();
}
