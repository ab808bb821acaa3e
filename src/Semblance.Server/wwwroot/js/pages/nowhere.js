// An address without a page.

import { h } from '../ui/dom.js';

export default function nowhere() {
    return {
        title: 'No such page',
        element: h('div', { class: 'page page-narrow' },
            h('h1', {}, 'There is no such page'),
            h('p', { class: 'lead' }, 'The address may be mistyped or old.'),
            h('p', { class: 'actions' }, h('a', { class: 'button button-primary', href: '/', 'data-page': true }, 'To the sign-in page'))),
    };
}
