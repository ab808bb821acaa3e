// Addresses and pages. Every page has an address of its own; going back and forth works as everywhere else.

import { at, pathOf } from './base.js';
import { fill } from './ui/dom.js';

/**
 * Shows pages in an element. `resolve` takes an address (URL) and gives a function that builds the page:
 * `{ title, element, ready?, dispose? }`; `ready` is a promise: the content that is fetched is there.
 */
export class Router {
    #main;
    #resolve;
    #page = null;
    #turn = 0;

    constructor(main, resolve) {
        this.#main = main;
        this.#resolve = resolve;
        this.onShown = () => {};
        history.scrollRestoration = 'manual';
        window.addEventListener('popstate', () => this.show({ focus: true, restore: true }));
        document.addEventListener('click', event => this.#follow(event));
    }

    /** Goes to another page. */
    go(path) {
        this.#keepPlace();
        history.pushState({ from: pathOf(location) }, '', at(path));
        window.scrollTo(0, 0);
        return this.show({ focus: true });
    }

    /** Goes back to the page that one came from, where it is this one, as it was left; else to it anew. */
    back(path) {
        if (history.state?.from === path)
            history.back();
        else
            this.go(path);
    }

    /** Shows the page of the current address. With `focus`, its heading is focused, so that screen readers begin there; with `restore`, it is scrolled to where it was left. */
    async show({ focus = false, restore = false } = {}) {
        this.#turn += 1;
        const turn = this.#turn;
        this.#page?.dispose?.();
        this.#page = null;
        const page = await this.#resolve(new URL(location.href))();
        if (turn !== this.#turn) {
            page.dispose?.();
            return;
        }
        this.#page = page;
        document.title = page.title === 'Semblance' ? page.title : `${page.title} · Semblance`;
        fill(this.#main, page.element);
        this.onShown(pathOf(location));
        if (focus)
            focusHeading(this.#main);
        await page.ready;
        if (restore && turn === this.#turn)
            window.scrollTo(0, history.state?.place ?? 0);
    }

    // Going back leads to where one was, also where the page has to fetch its content again.
    #keepPlace() {
        history.replaceState({ ...history.state, place: window.scrollY }, '');
    }

    #follow(event) {
        const link = event.target.closest?.('a[href]');
        if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
            return;
        if (!link.hasAttribute('data-page'))
            return;
        event.preventDefault();
        if (link.hasAttribute('data-back'))
            this.back(link.getAttribute('data-page'));
        else
            this.go(link.getAttribute('data-page'));
    }
}

/** Changes the address of the page that is shown, and what is to be known when it is shown again. */
export function note(path, state = {}) {
    history.replaceState({ ...history.state, ...state }, '', at(path));
}

function focusHeading(main) {
    const heading = main.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    (heading ?? main).focus({ preventScroll: true });
}
