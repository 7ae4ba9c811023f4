'use strict';
// Lets curves be read off: by pointer or finger, or with the arrow keys once a chart has the focus.
document.querySelectorAll('figure[data-curves]').forEach(function (figure) {
  const data = JSON.parse(figure.dataset.curves);
  const svg = figure.querySelector('svg');
  const caption = figure.querySelector('figcaption');
  const usual = caption.textContent;
  const height = svg.viewBox.baseVal.height;
  const width = svg.viewBox.baseVal.width;
  const marks = document.createElementNS(svg.namespaceURI, 'g');
  svg.appendChild(marks);
  const places = Array.from(new Set(data.curves.flatMap(function (c) { return c.x; })))
    .sort(function (a, b) { return a - b; });
  let chosen = -1;

  function element(name, attributes) {
    const made = document.createElementNS(svg.namespaceURI, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    marks.appendChild(made);
  }

  // Where a value of an axis lies in the drawing.
  function place(across, value) {
    return across[1] + across[2] * (value - across[0]);
  }

  function show(index) {
    chosen = Math.max(0, Math.min(places.length - 1, index));
    const at = places[chosen];
    const x = place(data.acrossX, at);
    marks.replaceChildren();
    element('line', { x1: x, x2: x, y1: 0, y2: height, stroke: 'var(--quiet)', 'stroke-width': 1 });
    const found = [];
    data.curves.forEach(function (curve) {
      const i = curve.x.indexOf(at);
      if (i >= 0) {
        const colour = 'var(--series-' + (curve.number % 6 + 1) + ')';
        element('circle', { cx: x, cy: place(data.acrossY, curve.y[i]), r: 4, fill: colour,
          stroke: 'none' });
        found.push((curve.name ? curve.name + ' ' : '') + curve.y[i]);
      }
    });
    caption.textContent = data.axis + ' ' + at + ': ' + found.join(', ');
  }

  function clear() {
    chosen = -1;
    marks.replaceChildren();
    caption.textContent = usual;
  }

  function point(event) {
    const box = svg.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width * width;
    const distances = places.map(function (value) { return Math.abs(place(data.acrossX, value) - at); });
    show(distances.indexOf(Math.min.apply(null, distances)));
  }

  figure.tabIndex = 0;
  figure.addEventListener('pointermove', point);
  figure.addEventListener('pointerdown', point);
  figure.addEventListener('pointerleave', clear);
  figure.addEventListener('blur', clear);
  figure.addEventListener('keydown', function (event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      event.preventDefault();
      show(chosen >= 0 ? chosen + step : step > 0 ? 0 : places.length - 1);
    }
  });
});
