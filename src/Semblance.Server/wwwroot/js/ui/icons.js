// Icons, drawn for this page on a grid of 24, in the colour of the text around them.

import { svg } from './dom.js';

const SHAPES = {
    face: ['M4 8V6a2 2 0 0 1 2-2h2', 'M16 4h2a2 2 0 0 1 2 2v2', 'M20 16v2a2 2 0 0 1-2 2h-2', 'M8 20H6a2 2 0 0 1-2-2v-2', 'M9 10v.5', 'M15 10v.5', 'M9 14.5c.8.9 1.8 1.3 3 1.3s2.2-.4 3-1.3'],
    enrol: ['M10 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7', 'M3.5 20c.6-3.5 3-5.5 6.5-5.5 1.2 0 2.3.2 3.2.7', 'M18 14v6', 'M15 17h6'],
    people: ['M9 11a3.3 3.3 0 1 0 0-6.6A3.3 3.3 0 0 0 9 11', 'M3 19.5c.5-3.4 2.7-5.3 6-5.3s5.5 1.9 6 5.3', 'M15.5 4.7a3.2 3.2 0 0 1 0 6', 'M17.5 14.6c2 .7 3.2 2.4 3.5 4.9'],
    settings: ['M4 7h9', 'M17 7h3', 'M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4', 'M4 17h3', 'M11 17h9', 'M9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4'],
    activity: ['M4 6h.01', 'M8 6h12', 'M4 12h.01', 'M8 12h12', 'M4 18h.01', 'M8 18h8'],
    key: ['M8 19a4 4 0 1 0 0-8 4 4 0 0 0 0 8', 'M11 12.2 19.5 4', 'M16 7.3l2.5 2.5'],
    logout: ['M14 4H7a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h7', 'M11 12h9', 'M17 8.5l3.5 3.5-3.5 3.5'],
    check: ['M5 12.5l4.5 4.5L19 7.5'],
    cross: ['M7 7l10 10', 'M17 7 7 17'],
    question: ['M9 9.2c.2-1.7 1.4-2.7 3-2.7 1.8 0 3 1.1 3 2.6 0 2.1-3 2.3-3 4.6', 'M12 17.3v.1'],
    lock: ['M7 11V8.5a5 5 0 0 1 10 0V11', 'M6 11h12v8.5H6z'],
    camera: ['M4 8.5h3l1.5-2.5h7L17 8.5h3V19H4z', 'M12 16.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4'],
    warning: ['M12 4.5 3.5 19h17z', 'M12 10v4', 'M12 16.5v.1'],
    info: ['M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16', 'M12 11.5v4', 'M12 8.3v.1'],
    search: ['M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13', 'M15.5 15.5 20 20'],
    back: ['M10 6l-6 6 6 6', 'M4 12h16'],
    arrow: ['M14 5l7 7-7 7', 'M21 12H3'],
    copy: ['M9 9h10v11H9z', 'M15 9V4H5v11h4'],
    retake: ['M5 12a7 7 0 1 0 2.2-5.1', 'M4.5 4.5v4h4'],
    photo: ['M4 5h16v14H4z', 'M4 16l5-5 4 4 3-2.5 4 3.5', 'M15.5 9v.1'],
    phone: ['M8 3.5h8v17H8z', 'M11 18h2'],
    file: ['M6 4h8l4 4v12H6z', 'M14 4v4h4'],
};

/** An icon that screen readers pass over; what it means stands in words beside it. */
export function icon(name, className = '') {
    return svg('svg', { class: `icon ${className}`, viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
        SHAPES[name].map(shape => svg('path', { d: shape })));
}
