// The bar at the top: where one is, where one may go, who opened this browser.

import { leaveButton } from '../kiosk.js';
import { t } from '../texts.js';
import { fill, h, svg } from './dom.js';
import { icon } from './icons.js';
import { link } from './link.js';

/** Draws the bar for whoever asks; on phones the pages lie at the lower edge. */
export function topBar(element, app, pages, path) {
    document.body.classList.toggle('has-pages', pages.length > 1);
    fill(element,
        link('/', { class: 'brand' }, mark(), h('span', {}, 'Semblance')),
        pages.length > 1 && h('nav', { class: 'pages', 'aria-label': t('app.pages') },
            h('ul', {}, pages.map(page => h('li', {},
                link(page.path, { 'aria-current': page.path === path ? 'page' : null }, icon(page.icon), h('span', {}, t(`nav.${page.label}`))))))),
        h('div', { class: 'who' }, app.me.device ? leaveButton(app) : app.me.role === null
            ? app.may('verify') && link('/enrol', { class: 'button button-quiet' }, icon('key'), t('app.useKey'))
            : [
                h('span', { class: 'who-name' }, h('span', { class: 'unseen' }, t('app.openedWith')), ' ', h('bdi', {}, app.me.name)),
                h('button', { type: 'button', class: 'button button-quiet', onclick: app.logout }, icon('logout', 'icon-ahead'), h('span', {}, t('app.logout'))),
            ]));
}

function mark() {
    return svg('svg', { class: 'mark', viewBox: '0 0 32 32', 'aria-hidden': 'true' },
        svg('rect', { width: 32, height: 32, rx: 9 }),
        svg('path', { d: 'M7 11V9a2 2 0 0 1 2-2h2M21 7h2a2 2 0 0 1 2 2v2M25 21v2a2 2 0 0 1-2 2h-2M11 25H9a2 2 0 0 1-2-2v-2' }),
        svg('path', { d: 'M12.5 13.5v.6M19.5 13.5v.6M12 18.6c1.1 1.3 2.5 1.9 4 1.9s2.9-.6 4-1.9' }));
}
