// The keys of programs and kiosks: made (and shown once), listed, revoked.

import { api } from '../api.js';
import { t } from '../texts.js';
import { formDialog, messageDialog } from '../ui/dialog.js';
import { fill, h } from '../ui/dom.js';
import { field } from '../ui/fields.js';
import { icon } from '../ui/icons.js';
import { problemNotice } from '../ui/notice.js';
import { day, moment, oneIn, word } from '../words.js';

const ROLES = ['verify', 'enroll', 'admin'];
const COLUMNS = ['name', 'may', 'made', 'ends'];

/** The section with the keys. */
export async function keys() {
    const body = h('div', {});
    const heading = h('h2', { id: 'keys', tabIndex: -1 }, t('keys.title'));

    async function refresh() {
        const answer = await api.get('/v1/keys');
        draw(answer.keys);
    }

    function draw(list) {
        fill(body, h('div', { class: 'table-frame', tabIndex: 0, role: 'region', 'aria-label': `${t('keys.title')}: ${COLUMNS.map(name => t(`keys.${name}`)).join(', ')}` }, h('table', { class: 'table table-stacked' },
            h('thead', {}, h('tr', {}, COLUMNS.map(name => h('th', { scope: 'col' }, t(`keys.${name}`))), h('td', {}))),
            h('tbody', {}, list.map(row)))));
    }

    const row = key => h('tr', { class: isOver(key) ? 'is-over' : null },
        h('th', { scope: 'row' }, key.name),
        h('td', { 'data-label': t('keys.may') }, h('span', {}, word('role', key.role), key.fmr ? h('span', { class: 'hint' }, `, ${oneIn(key.fmr)}`) : null)),
        h('td', { 'data-label': t('keys.made') }, day(key.created)),
        h('td', { 'data-label': t('keys.ends') }, key.revoked ? t('keys.revokedOn', { date: day(key.revoked) }) : key.expires ? moment(key.expires) : t('keys.never')),
        h('td', { class: 'table-action' }, !key.revoked && h('button', { type: 'button', class: 'button button-small', 'aria-label': t('keys.revokeName', { name: key.name }), onclick: () => revoke(key) }, t('keys.revoke'))));

    const isOver = key => key.revoked || key.expires && new Date(key.expires) < new Date();

    async function revoke(key) {
        const done = await formDialog({
            title: t('keys.revokeTitle', { name: key.name }), action: t('keys.revoke'), kind: 'danger', fields: [],
            intro: h('p', {}, t('keys.revokeDetail')),
            submit: () => api.delete(`/v1/keys/${key.id}`),
        });
        if (done) {
            await show();
            heading.focus();
        }
    }

    async function make() {
        const name = field(t('keys.for'), { name: 'name', required: true, maxlength: 64, autocomplete: 'off', placeholder: t('keys.example') });
        const role = field(t('keys.mayDo'), { tag: 'select', name: 'role', value: 'verify', options: ROLES.map(role => [role, t(`role.${role}`)]) });
        const expires = field(t('keys.lastDay'), { type: 'date', name: 'expires' });
        const made = await formDialog({
            title: t('keys.new'), fields: [name.element, role.element, expires.element], action: t('keys.make'),
            submit: data => api.post('/v1/keys', {
                name: data.get('name').trim(),
                role: data.get('role'),
                ...data.get('expires') && { expires: new Date(`${data.get('expires')}T23:59:59`).toISOString() },
            }),
        });
        if (!made)
            return;
        await messageDialog({ title: t('keys.newTitle'), body: shownOnce(made.key), action: t('keys.haveKept') });
        await show();
    }

    async function show() {
        try {
            await refresh();
        } catch (problem) {
            fill(body, problemNotice(problem, show));
        }
    }

    await show();
    return h('section', { class: 'card', 'aria-labelledby': 'keys' },
        h('div', { class: 'head' }, heading, h('button', { type: 'button', class: 'button', onclick: make }, icon('key'), t('keys.new'))),
        h('p', { class: 'section-lead' }, t('keys.lead')),
        body);
}

function shownOnce(text) {
    const key = h('input', { class: 'input key-text', value: text, readonly: true, 'aria-label': t('keys.theKey') });
    const said = h('span', { role: 'status' });
    const copy = async () => {
        key.select();
        await navigator.clipboard.writeText(text).then(
            () => fill(said, t('keys.copied')),
            () => fill(said, t('keys.marked')));
    };
    return h('div', {}, h('p', {}, t('keys.once')),
        h('div', { class: 'form-row' }, key, h('button', { type: 'button', class: 'button', onclick: copy }, icon('copy'), t('keys.copy'))), said);
}
