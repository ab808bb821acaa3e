// Addresses and pages. Every page has an address of its own; going back and forth works as everywhere else.

import { fill } from './ui/dom.js';

/**
 * Shows pages in an element. `resolve` takes an address (URL) and gives a function that builds the page:
 * `{ title, element, dispose? }`.
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
        window.addEventListener('popstate', () => this.show({ focus: true }));
        document.addEventListener('click', event => this.#follow(event));
    }

    /** Goes to another page. */
    go(path) {
        history.pushState(null, '', path);
        window.scrollTo(0, 0);
        return this.show({ focus: true });
    }

    /** Shows the page of the current address. With `focus`, its heading is focused, so that screen readers begin there. */
    async show({ focus = false } = {}) {
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
        this.onShown(location.pathname);
        if (focus)
            focusHeading(this.#main);
    }

    #follow(event) {
        const link = event.target.closest?.('a[href]');
        if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
            return;
        if (!link.hasAttribute('data-page'))
            return;
        event.preventDefault();
        this.go(link.getAttribute('href'));
    }
}

function focusHeading(main) {
    const heading = main.querySelector('h1');
    heading?.setAttribute('tabindex', '-1');
    (heading ?? main).focus({ preventScroll: true });
}
