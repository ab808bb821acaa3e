// Devices that were registered as kiosks: this browser, another one by a link; listed, revoked.

import { api } from '../api.js';
import { t } from '../texts.js';
import { formDialog } from '../ui/dialog.js';
import { fill, h } from '../ui/dom.js';
import { field } from '../ui/fields.js';
import { problemNotice } from '../ui/notice.js';
import { showLink } from '../ui/phone.js';
import { day } from '../words.js';

const COLUMNS = ['name', 'since'];

/** The section with the kiosks. */
export async function devices(app) {
    const body = h('div', {});
    const heading = h('h2', { id: 'devices', tabIndex: -1 }, t('kiosk.title'));

    async function show() {
        try {
            const answer = await api.get('/v1/devices');
            draw(answer.devices);
        } catch (problem) {
            fill(body, problemNotice(problem, show));
        }
    }

    function draw(list) {
        if (list.length === 0)
            return fill(body, h('p', { class: 'hint' }, t('kiosk.none')));
        fill(body, h('div', { class: 'table-frame', tabIndex: 0, role: 'region', 'aria-label': t('kiosk.title') }, h('table', { class: 'table table-stacked' },
            h('thead', {}, h('tr', {}, COLUMNS.map(name => h('th', { scope: 'col' }, t(`kiosk.${name}`))), h('td', {}))),
            h('tbody', {}, list.map(row)))));
    }

    const row = device => h('tr', {},
        h('th', { scope: 'row' }, device.name),
        h('td', { 'data-label': t('kiosk.since') }, day(device.created)),
        h('td', { class: 'table-action' }, h('button', { type: 'button', class: 'button button-small', 'aria-label': t('keys.revokeName', { name: device.name }), onclick: () => revoke(device) }, t('keys.revoke'))));

    async function revoke(device) {
        const done = await formDialog({
            title: t('keys.revokeTitle', { name: device.name }), action: t('keys.revoke'), kind: 'danger', fields: [],
            intro: h('p', {}, t('kiosk.revokeDetail')),
            submit: () => api.delete(`/v1/keys/${device.id}`),
        });
        if (done) {
            await show();
            heading.focus();
        }
    }

    const nameField = () => field(t('kiosk.where'), { name: 'name', required: true, maxlength: 64, autocomplete: 'off', placeholder: t('keys.example') });

    async function here() {
        const made = await formDialog({
            title: t('kiosk.here'), fields: [nameField().element], action: t('kiosk.here'),
            intro: h('p', {}, t('kiosk.hereDetail')),
            submit: data => api.post('/v1/devices', { name: data.get('name').trim() }),
        });
        if (made) {
            await app.toKiosk();
        }
    }

    async function elsewhere() {
        const wish = await formDialog({
            title: t('kiosk.elsewhere'), fields: [nameField().element], action: t('kiosk.makeLink'),
            submit: data => ({ action: 'device', name: data.get('name').trim() }),
        });
        if (wish)
            await showLink(wish);
    }

    await show();
    return h('section', { class: 'card', 'aria-labelledby': 'devices' }, heading, h('p', { class: 'section-lead' }, t('kiosk.lead')), body,
        h('p', { class: 'actions' },
            h('button', { type: 'button', class: 'button', onclick: here }, t('kiosk.here')),
            h('button', { type: 'button', class: 'button', onclick: elsewhere }, t('kiosk.elsewhere'))));
}
