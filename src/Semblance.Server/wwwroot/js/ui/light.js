// Coloured light from the screen: the question before it, and the flashes.

import { t } from '../texts.js';
import { counted } from '../words.js';
import { fill, freshId, h } from './dom.js';
import { icon } from './icons.js';

const CHOICE = 'semblance.light';
const WARNED = 1200;                // milliseconds that the words stand before the first colour
const LEAST_SPACING = 1000 / 3;     // never more than three changes a second, whatever is asked for
const UNANSWERED = 2000;            // how long the last colour waits for the service's word

/** What this device chose last: 'flash' or 'none'; null where nothing was chosen. */
function remembered() {
    return localStorage.getItem(CHOICE) ?? (matchMedia('(prefers-reduced-motion: reduce)').matches ? 'none' : null);
}

/**
 * Says that the screen will flash, and asks. Asked each time, as another person may stand before the same device; what was chosen last has the focus.
 * Gives 'flash' or 'none'; null where neither was chosen or `signal` was aborted.
 */
export function askForLight(signal) {
    const titleId = freshId('light'), textId = freshId('light');
    const suggested = remembered() ?? 'flash';
    let choice = null;
    const button = (value, text) => h('button', {
        type: 'button', class: `button button-large${value === suggested ? ' button-primary' : ''}`,
        onclick: () => {
            choice = value;
            localStorage.setItem(CHOICE, value);
            dialog.close();
        },
    }, text);
    const [start, none] = [button('flash', t('light.start')), button('none', t('light.none'))];
    const dialog = h('dialog', { class: 'light-question', 'aria-labelledby': titleId, 'aria-describedby': textId },
        h('form', { method: 'dialog' },
            h('div', { class: 'dialog-head' }, h('h2', { id: titleId }, t('light.title')),
                h('button', { type: 'button', class: 'button-icon', 'aria-label': t('app.cancel'), onclick: () => dialog.close() }, icon('cross'))),
            h('div', { class: 'dialog-intro light-words', id: textId },
                h('p', {}, t('light.detail')),
                h('div', { class: 'notice notice-warn' }, icon('warning'),
                    h('div', {}, h('p', { class: 'notice-title' }, t('light.epilepsy')), h('p', {}, t('light.instead', { choice: t('light.none') }))))),
            h('div', { class: 'actions actions-end' }, none, start)));
    const closed = new Promise(resolve => dialog.addEventListener('close', () => {
        dialog.remove();
        resolve(choice);
    }, { once: true }));
    if (signal.aborted)
        return Promise.resolve(null);
    signal.addEventListener('abort', () => dialog.close(), { once: true });
    document.body.append(dialog);
    dialog.showModal();
    (suggested === 'none' ? none : start).focus();
    return closed;
}

/** The whole screen in one colour after another. Handlers: `onPainted(number, index, at)`, `onStop()` and `onHidden()`. */
export class Flash {
    #handlers;
    #words = h('p', { class: 'flash-words', role: 'status' });
    #dialog = null;
    #number = 0;
    #isRefused = false;
    #changed = -Infinity;

    constructor(handlers) {
        this.#handlers = handlers;
    }

    /** Follows `light` of docs/api.md: begins what is new, ends when there is none. */
    follow(light) {
        // What the service said before it heard of the refusal is on its way still: nothing flashes again at somebody who stopped it.
        if (light === null || this.#isRefused)
            return this.#close();
        if (light.number === this.#number)
            return;
        this.#number = light.number;
        this.#open();
        this.#run(light);
    }

    /** Takes the colours from the screen, and is ready for another session. */
    stop() {
        this.#close();
        this.#isRefused = false;
    }

    #close() {
        this.#number = 0;
        this.#dialog?.close();
        this.#dialog = null;
    }

    async #run({ number, colours, each, startsWithin }) {
        const seconds = Math.round(colours.length * each / 1000);
        const began = performance.now();
        const isOver = () => this.#number !== number;
        await this.#change('', () => fill(this.#words, counted('light.now', seconds)));
        await until(began + Math.max(0, Math.min(WARNED, startsWithin - 200)));
        for (let index = 0; index < colours.length && !isOver(); index++) {
            const at = await this.#change(colours[index], () => fill(this.#words, t('advice.holdStill')), isOver);
            if (isOver())
                return;
            this.#handlers.onPainted(number, index, at);
            await until(at + each);
        }
        await until(performance.now() + UNANSWERED);
        if (!isOver())
            await this.#change('', () => fill(this.#words, t('light.moment')), isOver);
    }

    // When the change was on the screen: the frame after the one that it was made in has begun.
    async #change(colour, say, isOver = () => false) {
        await until(this.#changed + LEAST_SPACING);
        await nextFrame();
        if (isOver() || this.#dialog === null)
            return null;
        this.#dialog.style.backgroundColor = colour;
        this.#dialog.dataset.colour = colour;
        say();
        await nextFrame();
        return this.#changed = performance.now();
    }

    #open() {
        if (this.#dialog !== null)
            return;
        const stop = h('button', { type: 'button', class: 'button', onclick: () => this.#stopped() }, t('light.none'));
        const dialog = h('dialog', { class: 'flash', 'aria-label': t('light.label'), oncancel: event => { event.preventDefault(); this.#stopped(); } },
            h('div', { class: 'flash-panel' }, this.#words, stop));
        const hidden = () => {
            if (!document.hidden)
                return;
            this.stop();
            this.#handlers.onHidden();
        };
        document.addEventListener('visibilitychange', hidden);
        dialog.addEventListener('close', () => {
            document.removeEventListener('visibilitychange', hidden);
            dialog.remove();
        }, { once: true });
        this.#dialog = dialog;
        document.body.append(dialog);
        dialog.showModal();
        stop.focus();
    }

    #stopped() {
        localStorage.setItem(CHOICE, 'none');
        this.#close();
        this.#isRefused = true;
        this.#handlers.onStop();
    }
}

const until = time => new Promise(resolve => setTimeout(resolve, Math.max(0, time - performance.now())));
const nextFrame = () => new Promise(resolve => requestAnimationFrame(resolve));
