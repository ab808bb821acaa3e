// A one-time link as a QR code, to go on with a phone (docs/api.md, links).

import { api } from '../api.js';
import { t } from '../texts.js';
import { moment } from '../words.js';
import { messageDialog } from './dialog.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { notice, problemNotice } from './notice.js';

const ONLY_HERE = ['localhost', '127.0.0.1', '[::1]'];

/** A button that makes a link and shows it. `wish` gives the body of POST /v1/links. */
export const phoneButton = (text, wish) => h('button', { type: 'button', class: 'button', onclick: event => show(event.currentTarget, wish()) }, icon('phone'), text);

/** Makes a link and shows it until it is closed. */
export async function showLink(wish) {
    try {
        const link = await api.post('/v1/links', wish);
        await messageDialog({ title: t('link.title'), body: content(link) });
    } catch (problem) {
        await messageDialog({ title: t('link.title'), body: problemNotice(problem) });
    }
}

async function show(button, wish) {
    button.disabled = true;
    await showLink(wish);
    button.disabled = false;
    button.focus();
}

function content({ address, qr, expires }) {
    const said = h('span', { role: 'status' });
    const text = h('input', { class: 'input key-text', value: address, readonly: true, dir: 'ltr', 'aria-label': t('link.title') });
    const copy = async () => {
        text.select();
        await navigator.clipboard.writeText(address).then(() => fill(said, t('keys.copied')), () => fill(said, t('keys.marked')));
    };
    return h('div', { class: 'link' },
        ONLY_HERE.includes(location.hostname) && notice('warn', t('link.warning')),
        h('img', { class: 'qr', src: `data:image/svg+xml,${encodeURIComponent(qr)}`, alt: '' }),
        h('p', {}, t('link.detail'), ' ', t('link.ends', { time: moment(expires) })),
        h('div', { class: 'form-row' }, text, h('button', { type: 'button', class: 'button', onclick: copy }, icon('copy'), t('link.copy'))), said);
}
