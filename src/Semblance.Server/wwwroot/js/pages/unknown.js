// An address that leads nowhere.

import { t } from '../texts.js';
import { h } from '../ui/dom.js';
import { link } from '../ui/link.js';

export default () => ({
    title: t('unknown.title'),
    element: h('div', { class: 'page page-narrow' },
        h('h1', {}, t('unknown.title')),
        h('p', { class: 'lead' }, t('unknown.detail')),
        h('p', { class: 'actions' }, link('/', { class: 'button button-primary' }, t('unknown.home')))),
});
