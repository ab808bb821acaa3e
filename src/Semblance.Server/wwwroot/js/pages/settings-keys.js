// The keys of programs and kiosks: made (and shown once), listed, revoked.

import { api } from '../api.js';
import { formDialog, messageDialog } from '../ui/dialog.js';
import { fill, h } from '../ui/dom.js';
import { field } from '../ui/fields.js';
import { icon } from '../ui/icons.js';
import { problemNotice } from '../ui/notice.js';
import { day, moment, oneIn } from '../words.js';

const ROLES = { verify: 'Kiosk: sign in and compare', enroll: 'Enrol people as well', admin: 'Everything' };

/** The section with the keys. */
export async function keys() {
    const body = h('div', {});
    const heading = h('h2', { id: 'keys', tabIndex: -1 }, 'Keys');

    async function refresh() {
        const answer = await api.get('/v1/keys');
        draw(answer.keys);
    }

    function draw(list) {
        fill(body, h('div', { class: 'table-frame', tabIndex: 0, role: 'region', 'aria-label': 'Table of keys' }, h('table', { class: 'table table-stacked' },
            h('thead', {}, h('tr', {}, ['Name', 'May', 'Made', 'Ends', ''].map(title => title === ''
                ? h('td', {}) : h('th', { scope: 'col' }, title)))),
            h('tbody', {}, list.map(row)))));
    }

    const row = key => h('tr', { class: isOver(key) ? 'is-over' : null },
        h('th', { scope: 'row' }, key.name),
        h('td', { 'data-label': 'May' }, h('span', {}, ROLES[key.role] ?? key.role, key.fmr ? h('span', { class: 'hint' }, `, ${oneIn(key.fmr)}`) : null)),
        h('td', { 'data-label': 'Made' }, day(key.created)),
        h('td', { 'data-label': 'Ends' }, key.revoked ? `Revoked ${day(key.revoked)}` : key.expires ? moment(key.expires) : 'Never'),
        h('td', { class: 'table-action' }, !key.revoked && h('button', { type: 'button', class: 'button button-small', 'aria-label': `Revoke ${key.name}`, onclick: () => revoke(key) }, 'Revoke')));

    const isOver = key => key.revoked || key.expires && new Date(key.expires) < new Date();

    async function revoke(key) {
        const done = await formDialog({
            title: `Revoke “${key.name}”?`, action: 'Revoke', kind: 'danger', fields: [],
            intro: h('p', {}, 'Programs and browsers that use it are shut out at once. It cannot be given back.'),
            submit: () => api.delete(`/v1/keys/${key.id}`),
        });
        if (done) {
            await show();
            heading.focus();
        }
    }

    async function make() {
        const name = field('What it is for', { name: 'name', required: true, maxlength: 64, autocomplete: 'off', placeholder: 'Tablet at the front door' });
        const role = field('What it may do', { tag: 'select', name: 'role', value: 'verify', options: Object.entries(ROLES) });
        const expires = field('Last day (optional)', { type: 'date', name: 'expires' });
        const made = await formDialog({
            title: 'New key', fields: [name.element, role.element, expires.element], action: 'Make the key',
            submit: data => api.post('/v1/keys', {
                name: data.get('name').trim(),
                role: data.get('role'),
                ...data.get('expires') && { expires: new Date(`${data.get('expires')}T23:59:59`).toISOString() },
            }),
        });
        if (!made)
            return;
        await messageDialog({ title: 'The new key', body: shownOnce(made.key), action: 'I have kept it' });
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
        h('div', { class: 'head' }, heading, h('button', { type: 'button', class: 'button', onclick: make }, icon('key'), 'New key')),
        h('p', { class: 'section-lead' }, 'A key opens the service for a program or for a browser. Give each its own, with no more rights than it needs.'),
        body);
}

function shownOnce(text) {
    const key = h('input', { class: 'input key-text', value: text, readonly: true, 'aria-label': 'The key' });
    const said = h('span', { role: 'status' });
    const copy = async () => {
        key.select();
        await navigator.clipboard.writeText(text).then(
            () => fill(said, 'Copied.'),
            () => fill(said, 'It is marked: copy it with Ctrl+C.'));
    };
    return h('div', {}, h('p', {}, 'It is shown this once. Only a hash of it is stored: nobody can look it up later.'),
        h('div', { class: 'form-row' }, key, h('button', { type: 'button', class: 'button', onclick: copy }, icon('copy'), 'Copy')), said);
}
