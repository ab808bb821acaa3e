// The ring that leads through head turns: an arrow to where to turn, and its side of the ring lit. Nothing shows how far a turn has come: the next arrow says that it was made.
// Left and right are the person's own.

import { t } from '../texts.js';
import { count } from '../words.js';
import { fill, h, svg } from './dom.js';

const [RX, RY] = [118, 146];

// Where each direction stands in a mirrored picture, in degrees clockwise from the right, and how far from the middle its arrow begins: beside the ring there is room for it,
// above and below there is not.
const SIDES = { right: [0, 134], down: [90, 44], left: [180, 134], up: [270, 44] };
const HALF = 50;

/** The ring over the picture. */
export class TurnRing {
    #mirrored;
    #sides = new Map();
    #whole = marking([arc(270, 450), arc(270, 90)]);
    #arrow = svg('path', { class: 'turn-arrow', d: 'M0 -17H34V-40L86 0L34 40V17H0Z' });
    #place = svg('g', {}, this.#arrow);

    constructor(mirrored = () => true) {
        this.#mirrored = mirrored;
        for (const [direction, [middle]] of Object.entries(SIDES))
            this.#sides.set(direction, marking([arc(middle, middle + HALF), arc(middle, middle - HALF)]));
        this.element = svg('svg', { class: 'ring turn-ring', viewBox: '-240 -180 480 360', 'aria-hidden': 'true' },
            svg('ellipse', { class: 'turn-track', rx: RX, ry: RY }), this.#whole.element, [...this.#sides.values()].map(side => side.element), this.#place);
    }

    /** Shows what is asked for (`turn` of docs/api.md); null: nothing. */
    show(turn) {
        this.element.classList.toggle('is-shown', turn !== null);
        // In a mirrored preview the person's left is on the left; SIDES is drawn for that.
        this.element.classList.toggle('is-flipped', !this.#mirrored());
        const wanted = turn?.direction ?? null;
        this.element.dataset.direction = turn === null ? '' : wanted ?? 'straight';
        for (const [direction, side] of this.#sides)
            side.show(direction === wanted);
        this.#whole.show(turn !== null && wanted === null);
        this.#arrow.classList.toggle('is-shown', wanted !== null);
        if (wanted === null)
            return;
        const [degrees, distance] = SIDES[wanted];
        this.#place.setAttribute('transform', `rotate(${degrees}) translate(${distance} 0)`);
    }
}

/** How many turns are made: a dot for each, and the count in words. */
export class Steps {
    #shown = '';

    constructor() {
        this.element = h('p', { class: 'steps', hidden: true });
    }

    /** Shows `turn` of docs/api.md; null: nothing. */
    show(turn) {
        const state = turn === null ? '' : `${turn.step}/${turn.of}/${turn.restarts}`;
        if (state === this.#shown)
            return;
        this.#shown = state;
        this.element.hidden = turn === null;
        if (turn === null)
            return;
        const dots = Array.from({ length: turn.of }, (_, index) =>
            h('span', { class: `step${index + 1 < turn.step ? ' is-done' : ''}${index + 1 === turn.step ? ' is-current' : ''}` }));
        fill(this.element,
            h('span', { class: 'step-dots', 'aria-hidden': 'true' }, dots),
            h('span', {}, t('turns.step', { step: count(turn.step), of: count(turn.of) })),
            turn.restarts > 0 && h('span', { class: 'step-again' }, t('turns.again')));
    }
}

// A part of the ring that is lit while it is wanted.
function marking(halves) {
    const element = svg('g', { class: 'turn-side' }, halves.map(d => svg('path', { class: 'turn-wanted', d })), halves.map(d => svg('path', { class: 'turn-lit', d })));
    return { element, show: isWanted => element.classList.toggle('is-shown', isWanted) };
}

function arc(from, to) {
    const at = degrees => `${(RX * Math.cos(degrees * Math.PI / 180)).toFixed(1)} ${(RY * Math.sin(degrees * Math.PI / 180)).toFixed(1)}`;
    return `M${at(from)}A${RX} ${RY} 0 0 ${to > from ? 1 : 0} ${at(to)}`;
}
