// A plot of spans of time in rows, drawn as SVG. Widths are shares of the plot's, so it fits every screen without being drawn again.

import { h, svg } from './dom.js';

const ROW = 46, HEAD = 26, BAR = 12;

/**
 * @param {string} label What it shows, for those who do not see it; the numbers stand in a table beside it.
 * @param {{at: number, text: string}[]} marks Lines from top to bottom at a share of the width, each with its text to the right of it.
 * @param {{label: string, spans: {from: number, to: number, title: string}[]}[]} rows Shares of the width.
 */
export function spanPlot(label, marks, rows) {
    const height = HEAD + rows.length * ROW;
    const isRightToLeft = document.documentElement.dir === 'rtl';
    const x = share => `${100 * (isRightToLeft ? 1 - share : share)}%`;
    const left = ({ from, to }) => x(isRightToLeft ? Math.max(to, from + 0.012) : from);
    return h('div', { class: 'plot' }, svg('svg', { width: '100%', height, role: 'img', 'aria-label': label },
        marks.map(({ at, text }) => [
            svg('line', { class: 'plot-line', x1: x(at), x2: x(at), y1: 0, y2: height }),
            svg('text', { class: 'plot-mark', x: x(at), dx: isRightToLeft ? -5 : 5, y: 16 }, text),
        ]),
        rows.map((row, index) => {
            const top = HEAD + index * ROW;
            return [
                svg('line', { class: 'plot-line', x1: 0, x2: '100%', y1: top, y2: top }),
                svg('text', { class: 'plot-label', x: x(0), dx: isRightToLeft ? -5 : 5, y: top + 17 }, row.label),
                svg('rect', { class: 'plot-track', x: 0, width: '100%', y: top + 26, height: BAR, rx: BAR / 2 }),
                // Somebody who was seen once is a dot, wide enough to be seen.
                row.spans.map(span => svg('rect', { class: 'plot-bar', x: left(span), width: `${100 * Math.max(span.to - span.from, 0.012)}%`, y: top + 26, height: BAR, rx: BAR / 2 },
                    svg('title', {}, span.title))),
            ];
        })));
}
