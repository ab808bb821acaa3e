// Opening the page with a key, where nobody has yet or the key is not enough for the page asked for.

import { api } from '../api.js';
import { t } from '../texts.js';
import { field } from '../ui/fields.js';
import { fill, h } from '../ui/dom.js';
import { notice, problemNotice } from '../ui/notice.js';

export default function key(app, wanted) {
    const another = app.me.role !== null;
    const trouble = h('div', { 'aria-live': 'assertive' });
    const text = field(t('key.key'), { type: 'password', name: 'key', required: true, autocomplete: 'off', spellcheck: 'false', placeholder: 'smb_', dir: 'ltr' },
        t('key.hint'));
    const go = h('button', { class: 'button button-primary button-wide' }, t('key.open'));
    const form = h('form', { class: 'card form', onsubmit: open }, text.element, trouble, go);

    async function open(event) {
        event.preventDefault();
        go.disabled = true;
        fill(trouble);
        try {
            await api.post('/v1/login', { key: text.input.value.trim() });
            app.ended = false;
            await app.refresh();
        } catch (problem) {
            fill(trouble, problemNotice(problem.code === 'notAuthenticated'
                ? { title: t('key.wrong'), detail: t('key.wrongDetail') }
                : problem));
            go.disabled = false;
            text.input.select();
        }
    }

    return {
        title: another ? t(`nav.${wanted.label}`) : t('key.title'),
        element: h('div', { class: 'page page-narrow' },
            h('h1', {}, another ? t('key.another', { page: t(`nav.${wanted.label}`) }) : t('key.title')),
            h('p', { class: 'lead' }, another
                ? t('key.anotherDetail', { key: app.me.name })
                : t('key.lead')),
            app.ended && notice('info', t('key.ended'), t('key.endedDetail')),
            form,
            h('div', { class: 'explain' },
                h('h2', {}, t('key.which')),
                h('dl', {},
                    h('dt', {}, t('key.toSignIn')), h('dd', {}, t('key.toSignInDetail')),
                    h('dt', {}, t('key.toEnrol')), h('dd', {}, t('key.toEnrolDetail')),
                    h('dt', {}, t('key.toRun')), h('dd', {}, t('key.toRunDetail'))))),
    };
}
