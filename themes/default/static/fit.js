// "Where do you fit": marks the reader's figure among those of a chart. Everything stays on the page: nothing is
// sent, nothing is kept.
'use strict';
for (const form of document.querySelectorAll('.fit')) {
  const { plot, values, place, mark, result, you } = form.dataset;
  const picture = document.getElementById(plot).parentNode;
  const figures = values.split(' ').map(Number);
  const [left, span, min, max] = place.split(' ').map(Number);
  const input = form.querySelector('input');
  const output = form.querySelector('output');
  const make = name => picture.appendChild(document.createElementNS('http://www.w3.org/2000/svg', name));
  const line = make('line');
  const text = make('text');
  const put = (shape, attributes) => Object.entries(attributes).forEach(([name, value]) => shape.setAttribute(name, value));
  const say = (words, blanks) => words.replace(/\{(\w+)\}/g, (blank, name) => name in blanks ? blanks[name] : blank);
  const show = () => {
    const written = input.value.trim().replace('%', '').replace(mark, '.').trim();
    const figure = Number(written);
    const known = written !== '' && Number.isFinite(figure);
    [line, text].forEach(shape => put(shape, { visibility: known ? 'visible' : 'hidden' }));
    output.textContent = '';
    if (!known) return;
    const count = test => figures.filter(test).length;
    const blanks = {
      figure: input.value.trim(), of: figures.length, below: count(other => other < figure),
      above: count(other => other > figure), equal: count(other => other === figure),
    };
    output.textContent = say(result, blanks);
    const part = Math.min(1, Math.max(0, (figure - min) / (max - min)));
    const x = `${left + span * part}%`;
    put(line, { class: 'you', x1: x, x2: x, y1: '1.2em', y2: '100%' });
    put(text, { class: 'strong', x, y: '.95em', 'text-anchor': part < .2 ? 'start' : part > .8 ? 'end' : 'middle' });
    text.textContent = say(you, blanks);
  };
  form.hidden = false;
  input.addEventListener('input', show);
  show();
}
