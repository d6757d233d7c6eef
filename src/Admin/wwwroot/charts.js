// Draws what data-chart says, in the page's own colours.
'use strict';
(() => {
  const drawn = new WeakMap();
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const height = 196;

  const number = value => value === null || value === undefined ? '–'
    : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(+value.toPrecision(3));

  const options = (chart, width) => {
    const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
    return {
      width, height, padding: [8, 8, 0, 0],
      cursor: { points: { size: 6 }, drag: { x: false, y: false } },
      legend: { live: true },
      scales: { y: { range: (_, low, high) => high > 0 ? [Math.min(0, low), high * 1.1] : [0, 1] } },
      axes: [
        { ...axis, size: 28, gap: 6, space: 70, values: (_, times) => times.map(time => new Date(time * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })) },
        { ...axis, size: 52, space: 34, values: (_, values) => values.map(number) },
      ],
      series: [
        { value: (_, time) => time ? new Date(time * 1000).toLocaleTimeString('en-GB') : '–' },
        ...chart.lines.map((line, i) => ({
          label: line.label, stroke: colour(`--line-${i + 1}`), width: 1.75, points: { show: false }, spanGaps: false,
          fill: i === 0 ? colour('--fill-1') : undefined, value: (_, value) => number(value),
        })),
      ],
    };
  };

  const data = chart => [chart.times, ...chart.lines.map(line => line.values)];

  const draw = element => {
    const text = element.dataset.chart;
    const known = drawn.get(element);
    if (known && known.text === text) return;
    const chart = JSON.parse(text);
    if (known) { known.text = text; known.plot.setData(data(chart)); return; }
    element.replaceChildren();
    drawn.set(element, { text, plot: new uPlot(options(chart, element.clientWidth), data(chart), element) });
  };

  const all = () => document.querySelectorAll('[data-chart]');
  const again = () => { for (const element of all()) { drawn.get(element)?.plot.destroy(); drawn.delete(element); draw(element); } };

  document.addEventListener('DOMContentLoaded', () => all().forEach(draw));
  document.addEventListener('pagechange', () => all().forEach(draw));
  document.addEventListener('themechange', () => { if (document.readyState !== 'loading') again(); });
  let waiting;
  addEventListener('resize', () => { clearTimeout(waiting); waiting = setTimeout(() => { for (const element of all()) drawn.get(element)?.plot.setSize({ width: element.clientWidth, height }); }, 100); });
})();
