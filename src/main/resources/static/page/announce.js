/** Tells screen readers what has changed elsewhere on the page. */
export function announce(text) {
  const region = document.getElementById('announcements');
  region.textContent = '';
  // A text that is the same as before is only read again if the region was empty in between.
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}
