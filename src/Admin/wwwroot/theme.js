// Runs before the page is painted: a chosen colour scheme shows no flash of the other one.
'use strict';
(() => {
  const themes = ['system', 'light', 'dark'];
  const read = () => { try { return localStorage.getItem('theme') || 'system'; } catch { return 'system'; } };
  const apply = name => {
    if (name === 'system') delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = name;
    document.dispatchEvent(new Event('themechange'));
  };
  apply(read());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => document.dispatchEvent(new Event('themechange')));
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    if (!button) return;
    const label = () => { button.textContent = read(); button.setAttribute('aria-label', 'Colours: ' + read()); };
    button.addEventListener('click', () => {
      const next = themes[(themes.indexOf(read()) + 1) % themes.length];
      try { localStorage.setItem('theme', next); } catch { /* a browser that stores nothing still changes for this page */ }
      apply(next);
      label();
    });
    label();
  });
})();
