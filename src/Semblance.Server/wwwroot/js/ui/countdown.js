// A wait that counts down. Screen readers hear it when it begins and ends, not every second.

import { t } from '../texts.js';
import { clock, counted } from '../words.js';
import { fill, h } from './dom.js';

export class Countdown {
    #timer = null;
    #until;
    #figure = h('span', { class: 'countdown-figure', 'aria-hidden': 'true' });
    #said = h('span', { class: 'unseen', role: 'status' });
    #done;

    /** @param {number} seconds how long @param {{ onDone: () => void }} handlers */
    constructor(seconds, { onDone }) {
        this.#until = performance.now() + seconds * 1000;
        this.#done = onDone;
        this.element = h('p', { class: 'countdown', role: 'timer', 'aria-live': 'off' }, this.#figure, this.#said);
        fill(this.#said, seconds > 0 ? counted('pause.spoken', Math.ceil(seconds)) : '');
        this.#show();
        if (this.isRunning)
            this.#timer = setInterval(() => this.#show(), 250);
    }

    get isRunning() {
        return this.#until > performance.now();
    }

    stop() {
        clearInterval(this.#timer);
    }

    #show() {
        const left = Math.max(0, Math.ceil((this.#until - performance.now()) / 1000));
        fill(this.#figure, left > 0 ? t('pause.next', { time: clock(left) }) : t('pause.over'));
        if (left > 0)
            return;
        this.stop();
        fill(this.#said, t('pause.over'));
        this.#done();
    }
}
