// Activity: the audit log with its filters, and the check of its chain.

import { api, withQuery } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { field } from '../ui/fields.js';
import { icon } from '../ui/icons.js';
import { empty, loading, notice, problemNotice } from '../ui/notice.js';
import { count, counted, moment } from '../words.js';

const PAGE = 50;
const KINDS = [['', 'Everything'], ['face.', 'Faces'], ['session.', 'Sessions'], ['person.', 'People'], ['photo.', 'Photos shown'], ['key.', 'Keys'], ['settings.', 'Settings'], ['page.', 'Pages opened']];
const OUTCOMES = [['', 'Any'], ...['Match', 'NoMatch', 'NoFace', 'SeveralFaces', 'PoorQuality', 'SpoofSuspected', 'Undecided', 'Enrolled', 'refused'].map(word => [word, word])];
const KIND_OF_OUTCOME = { Match: 'good', Enrolled: 'good', NoMatch: 'bad', refused: 'bad', SpoofSuspected: 'bad' };

export default function activity(app, address) {
    const asked = Object.fromEntries(address.searchParams);
    const action = field('What', { tag: 'select', name: 'action', value: asked.action ?? '', options: withOwn(KINDS, asked.action) });
    const outcome = field('Outcome', { tag: 'select', name: 'outcome', value: asked.outcome ?? '', options: withOwn(OUTCOMES, asked.outcome) });
    const who = field('Person', { name: 'name', value: asked.name ?? '', autocomplete: 'off', spellcheck: 'false', placeholder: 'Name' });
    const from = field('From', { type: 'datetime-local', name: 'from', value: asked.from ?? '' });
    const until = field('Until', { type: 'datetime-local', name: 'until', value: asked.until ?? '' });
    for (const wide of [who, from, until])
        wide.element.classList.add('filters-wide');
    const results = h('div', {}, loading('Looking …'));
    const chain = h('div', { class: 'said', 'aria-live': 'polite' });
    const form = h('form', { class: 'filters', onsubmit: look, onchange: look },
        action.element, outcome.element, who.element, from.element, until.element,
        h('div', { class: 'filters-end' }, h('button', { class: 'button' }, 'Show'), h('button', { type: 'reset', class: 'button button-quiet' }, 'Clear')));
    let turn = 0;

    form.addEventListener('reset', () => setTimeout(() => {
        for (const one of [action, outcome, who, from, until])
            one.input.value = '';
        look();
    }));

    async function look(event) {
        event?.preventDefault();
        const mine = ++turn;
        const values = Object.fromEntries(new FormData(form));
        history.replaceState(null, '', withQuery('/activity', values));
        try {
            const person = values.name.trim() === '' ? null : await idOf(values.name.trim());
            if (mine !== turn)
                return;
            if (person === undefined) {
                fill(results, empty('search', 'Nobody of this name', 'The log names people by id. Of somebody who was removed, enter the id.'));
                return;
            }
            const query = { action: values.action, outcome: values.outcome, person, from: inUtc(values.from), until: inUtc(values.until), limit: PAGE };
            const page = await api.get(withQuery('/v1/audit', query));
            if (mine !== turn)
                return;
            if (page.entries.length === 0)
                fill(results, empty('activity', 'Nothing of this kind', 'Nothing happened that fits these filters.'));
            else
                draw(page, query);
        } catch (problem) {
            if (mine === turn)
                fill(results, problemNotice(problem, look));
        }
    }

    function draw(page, query) {
        const rows = h('tbody', {});
        const more = h('div', { class: 'more' });
        fill(results, h('div', { class: 'table-frame', tabIndex: 0, role: 'region', 'aria-label': 'Table of activity' }, h('table', { class: 'table table-stacked' },
            h('thead', {}, h('tr', {}, ['Time', 'What', 'Person', 'Outcome', 'Who did it', 'More'].map(title => h('th', { scope: 'col' }, title)))), rows)), more);
        add(page);

        function add({ entries, next }) {
            rows.append(...entries.map(entry));
            fill(more, next && h('button', {
                type: 'button', class: 'button', onclick: async event => {
                    event.target.disabled = true;
                    try {
                        add(await api.get(withQuery('/v1/audit', { ...query, before: next })));
                    } catch (problem) {
                        fill(more, problemNotice(problem));
                    }
                },
            }, 'Show older'));
        }
    }

    async function check() {
        fill(chain, loading('Following the chain …'));
        try {
            const { entries, intact, problem } = await api.get('/v1/audit/verification');
            fill(chain, intact
                ? notice('good', 'The log is as it was written', `${counted(entries, 'entry', 'entries')}, each chained to the one before.`)
                : notice('bad', 'The log was changed', `${problem} ${count(entries)} entries before that hold.`));
        } catch (problem) {
            fill(chain, problemNotice(problem, check));
        }
    }

    look();
    return {
        title: 'Activity',
        element: h('div', { class: 'page' },
            h('div', { class: 'head' }, h('h1', {}, 'Activity'),
                h('p', { class: 'actions' }, h('button', { type: 'button', class: 'button', onclick: check }, icon('check'), 'Check the log'))),
            chain, form, results),
        dispose: () => { turn += 1; },
    };
}

const entry = one => h('tr', {},
    h('td', { 'data-label': 'Time' }, h('time', { datetime: one.time }, moment(one.time))),
    h('td', { 'data-label': 'What' }, one.action),
    h('td', { 'data-label': 'Person' }, one.personName
        ? h('a', { href: `/people?person=${one.person}`, 'data-page': true }, one.personName)
        : one.person && h('span', { class: 'pack' }, one.person)),
    h('td', { 'data-label': 'Outcome' }, one.outcome ? h('span', { class: `tag tag-${KIND_OF_OUTCOME[one.outcome] ?? 'plain'}` }, one.outcome) : ''),
    h('td', { 'data-label': 'Who did it' }, h('span', {}, one.actor, one.address && h('span', { class: 'hint' }, ` ${one.address}`))),
    h('td', { 'data-label': 'More' }, one.detail ?? ''));

// A name becomes the id that the log knows; undefined where nobody has it. An id is taken as it is.
async function idOf(name) {
    if (/^[0-9a-f-]{36}$/i.test(name))
        return name;
    const { people } = await api.get(withQuery('/v1/people', { search: name, limit: 200 }));
    return people.find(one => one.name.toLowerCase() === name.toLowerCase())?.id;
}

const inUtc = local => local === '' ? '' : new Date(local).toISOString();

function withOwn(options, own) {
    return !own || options.some(([value]) => value === own) ? options : [...options, [own, own]];
}
