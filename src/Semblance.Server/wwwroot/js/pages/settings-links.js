// One-time links that wait to be opened: what they are for, taken back.

import { api } from '../api.js';
import { t } from '../texts.js';
import { formDialog } from '../ui/dialog.js';
import { fill, h } from '../ui/dom.js';
import { problemNotice } from '../ui/notice.js';
import { moment, word } from '../words.js';

const COLUMNS = ['for', 'madeBy', 'until'];

/** The section with the links. */
export async function links() {
    const body = h('div', {});
    const heading = h('h2', { id: 'links', tabIndex: -1 }, t('links.title'));

    async function show() {
        try {
            const answer = await api.get('/v1/links');
            draw(answer.links);
        } catch (problem) {
            fill(body, problemNotice(problem, show));
        }
    }

    function draw(list) {
        if (list.length === 0)
            return fill(body, h('p', { class: 'hint' }, t('links.none')));
        fill(body, h('div', { class: 'table-frame', tabIndex: 0, role: 'region', 'aria-label': t('links.title') }, h('table', { class: 'table table-stacked' },
            h('thead', {}, h('tr', {}, COLUMNS.map(name => h('th', { scope: 'col' }, t(`links.${name}`))), h('td', {}))),
            h('tbody', {}, list.map(row)))));
    }

    const row = link => h('tr', {},
        h('th', { scope: 'row' }, purpose(link)),
        h('td', { 'data-label': t('links.madeBy') }, link.madeBy),
        h('td', { 'data-label': t('links.until') }, moment(link.expires)),
        h('td', { class: 'table-action' }, h('button', { type: 'button', class: 'button button-small', 'aria-label': t('links.revokeThe', { what: purpose(link) }), onclick: () => revoke(link) }, t('links.revoke'))));

    async function revoke(link) {
        const done = await formDialog({
            title: t('links.revokeTitle'), action: t('links.revoke'), kind: 'danger', fields: [],
            intro: h('p', {}, t('links.revokeDetail')),
            submit: () => api.delete(`/v1/links/${link.id}`),
        });
        if (done) {
            await show();
            heading.focus();
        }
    }

    await show();
    return h('section', { class: 'card', 'aria-labelledby': 'links' }, heading, h('p', { class: 'section-lead' }, t('links.lead')), body);
}

function purpose({ action, role, name }) {
    if (action === 'open')
        return t('links.open', { role: word('role', role) });
    if (action === 'device')
        return t('links.device', { name });
    return action === 'signIn' ? t('links.signIn') : name ? t('links.enrolName', { name }) : t('links.enrol');
}
