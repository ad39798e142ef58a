// Run before anything is painted, so that a theme that was chosen does not flash in late.
(() => {
  try {
    const theme = localStorage.getItem('charloom.theme');
    if (theme === 'light' || theme === 'dark') {
      document.documentElement.dataset.theme = theme;
    }
  } catch {
    // storage is switched off: the system's theme is taken
  }
})();
