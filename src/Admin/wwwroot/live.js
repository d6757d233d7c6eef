// Follows the market: for each news the page asks for itself again, and becomes like the answer.
'use strict';
(() => {
  let source = null, busy = false, due = false;

  const say = (button, text, pressed) => { button.textContent = text; button.setAttribute('aria-pressed', String(pressed)); };

  const refresh = async button => {
    if (busy) { due = true; return; }
    busy = true;
    try {
      const response = await fetch(location.href, { headers: { 'X-Live': '1' }, redirect: 'error' });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const main = page.getElementById('main');
      if (main && page.querySelector('.frame')) {
        cocoonMorph(document.getElementById('main'), main);
        document.title = page.title;
        document.dispatchEvent(new Event('pagechange'));
      }
    } catch {
      // Signed out, or the process went away: what is shown stays, and says that it is old.
      stop(button, 'stale');
    } finally {
      busy = false;
      if (due) { due = false; refresh(button); }
    }
  };

  const stop = (button, text) => { source?.close(); source = null; say(button, text, false); };

  const start = button => {
    source = new EventSource('/admin/live');
    source.addEventListener('picture', () => { say(button, 'live', true); if (!document.hidden) refresh(button); });
    source.addEventListener('error', () => say(button, source?.readyState === EventSource.CLOSED ? 'stale' : 'waiting', false));
  };

  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('live');
    if (!button || document.querySelector('[data-still]')) { button?.remove(); return; }
    button.addEventListener('click', () => source ? stop(button, 'paused') : start(button));
    start(button);
  });
})();
