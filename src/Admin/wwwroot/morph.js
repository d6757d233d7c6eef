// Makes one element like another, keeping the nodes that stay: focus, scroll places and charts survive.
'use strict';
window.cocoonMorph = (() => {
  const key = node => node.nodeType === 1 ? node.dataset.key : undefined;
  const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && key(a) === key(b);

  const attributes = (from, to) => {
    for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && name !== 'open') from.removeAttribute(name);
    for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  };

  const children = (from, to) => {
    const keyed = new Map([...from.children].filter(child => child.dataset.key).map(child => [child.dataset.key, child]));
    let place = from.firstChild;
    for (const wanted of [...to.childNodes]) {
      const known = key(wanted) && keyed.get(key(wanted));
      if (known && known !== place) { from.insertBefore(known, place); morph(known, wanted); }
      else if (place && alike(place, wanted)) { morph(place, wanted); place = place.nextSibling; }
      else from.insertBefore(document.importNode(wanted, true), place);
    }
    while (place) { const next = place.nextSibling; place.remove(); place = next; }
  };

  const morph = (from, to) => {
    if (from.nodeType !== 1) { if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue; return; }
    if (from.hasAttribute('data-still')) return;
    attributes(from, to);
    if (!from.hasAttribute('data-chart')) children(from, to);
  };
  return morph;
})();
