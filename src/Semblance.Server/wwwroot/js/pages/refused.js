// A program sent somebody here in a way that it may not: nobody can be sent back to it.

import { has, t } from '../texts.js';
import { h } from '../ui/dom.js';
import { notice } from '../ui/notice.js';

export default function refused(app, address, error) {
    const key = has(`refused.${error}`) ? `refused.${error}` : 'refused.other';
    return {
        title: t('refused.title'),
        element: h('div', { class: 'page page-narrow' },
            h('h1', {}, t('refused.title')),
            notice('bad', t(key)),
            h('p', {}, t('refused.detail')),
            h('p', { class: 'hint', lang: 'en', dir: 'ltr' }, error)),
    };
}
