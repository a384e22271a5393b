// Runs before the first paint, so that a chosen theme never flashes; a file of its own, because the policy allows no inline script.
// Without a choice nothing is set, and the style sheet follows the system.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('okpay_theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    // Storage is closed to us: the system's theme it is.
  }
  // The Chinese face of machines that have none. Nothing waits for it.
  addEventListener('load', () => {
    const sheet = document.createElement('link');
    sheet.rel = 'stylesheet';
    sheet.href = '/cjk.css';
    document.head.append(sheet);
  });
})();
