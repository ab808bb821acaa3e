// The advice in words, large and announced politely. It is held for a moment, so that it can be read and is not read out twice a second.

import { fill, h } from './dom.js';

const HELD = 900;

export class Advice {
    #shown = '';
    #since = 0;
    #waiting = null;
    #next = '';

    constructor() {
        this.element = h('p', { class: 'advice', role: 'status', 'aria-live': 'polite' });
    }

    /** Shows this, when what stands there was there long enough; `now`: at once, as what a person is to react to must not come after the arrow. */
    say(words, { now = false } = {}) {
        this.#next = words;
        if (now) {
            clearTimeout(this.#waiting);
            this.#waiting = null;
            this.#show();
            return;
        }
        if (words === this.#shown || this.#waiting !== null)
            return;
        const wait = Math.max(0, this.#since + HELD - performance.now());
        this.#waiting = setTimeout(() => {
            this.#waiting = null;
            this.#show();
        }, wait);
    }

    clear() {
        clearTimeout(this.#waiting);
        this.#waiting = null;
        this.#next = '';
        this.#show();
    }

    #show() {
        if (this.#next === this.#shown)
            return;
        this.#shown = this.#next;
        this.#since = performance.now();
        fill(this.element, this.#shown);
    }
}
