// Activity: the audit log with its filters, and the check of its chain.

import { api, withQuery } from '../api.js';
import { note } from '../router.js';
import { has, t } from '../texts.js';
import { fill, h } from '../ui/dom.js';
import { avatar } from '../ui/faces.js';
import { field } from '../ui/fields.js';
import { icon } from '../ui/icons.js';
import { link } from '../ui/link.js';
import { empty, loading, notice, problemNotice } from '../ui/notice.js';
import { counted, moment, word } from '../words.js';

const PAGE = 50;
const KINDS = { '': 'everything', 'face.': 'faces', 'session.': 'sessions', 'person.': 'people', 'photo.': 'photos', 'key.': 'keys', 'settings.': 'settings', 'page.': 'pages' };
const OUTCOMES = ['Match', 'NoMatch', 'NoFace', 'SeveralFaces', 'PoorQuality', 'SpoofSuspected', 'Undecided', 'Enrolled', 'refused'];
const COLUMNS = ['time', 'what', 'person', 'outcome', 'who', 'more'];
const KIND_OF_OUTCOME = { Match: 'good', Enrolled: 'good', NoMatch: 'bad', refused: 'bad', SpoofSuspected: 'bad' };

export default function activity(app, address) {
    const asked = Object.fromEntries(address.searchParams);
    const action = field(t('activity.what'), { tag: 'select', name: 'action', value: asked.action ?? '', options: withOwn(Object.entries(KINDS).map(([kind, name]) => [kind, t(`kind.${name}`)]), asked.action) });
    const outcome = field(t('activity.outcome'), { tag: 'select', name: 'outcome', value: asked.outcome ?? '', options: withOwn([['', t('activity.any')], ...OUTCOMES.map(outcome => [outcome, t(`outcome.${outcome}`)])], asked.outcome) });
    const who = field(t('activity.person'), { name: 'name', value: asked.name ?? '', autocomplete: 'off', spellcheck: 'false', placeholder: t('enrol.name') });
    const from = field(t('activity.from'), { type: 'datetime-local', name: 'from', value: asked.from ?? '' });
    const until = field(t('activity.until'), { type: 'datetime-local', name: 'until', value: asked.until ?? '' });
    for (const wide of [who, from, until])
        wide.element.classList.add('filters-wide');
    const results = h('div', {}, loading(t('app.loading')));
    const chain = h('div', { class: 'said', 'aria-live': 'polite' });
    const form = h('form', { class: 'filters', onsubmit: look, onchange: look },
        action.element, outcome.element, who.element, from.element, until.element,
        h('div', { class: 'filters-end' }, h('button', { class: 'button' }, t('activity.show')), h('button', { type: 'reset', class: 'button button-quiet' }, t('activity.clear'))));
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
        note(withQuery('/activity', values));
        try {
            const person = values.name.trim() === '' ? null : await idOf(values.name.trim());
            if (mine !== turn)
                return;
            if (person === undefined) {
                fill(results, empty('search', t('people.none'), t('activity.byId')));
                return;
            }
            const query = { action: values.action, outcome: values.outcome, person, from: inUtc(values.from), until: inUtc(values.until), limit: PAGE };
            const page = await api.get(withQuery('/v1/audit', query));
            if (mine !== turn)
                return;
            if (page.entries.length === 0)
                fill(results, empty('activity', t('activity.nothing'), t('activity.nothingDetail')));
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
        fill(results, h('div', { class: 'table-frame', tabIndex: 0, role: 'region', 'aria-label': t('nav.activity') }, h('table', { class: 'table table-stacked' },
            h('thead', {}, h('tr', {}, COLUMNS.map(name => h('th', { scope: 'col' }, t(`activity.${name}`))))), rows)), more);
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
            }, t('activity.older')));
        }
    }

    async function check() {
        fill(chain, loading(t('activity.checking')));
        try {
            const { entries, intact, problem } = await api.get('/v1/audit/verification');
            fill(chain, intact
                ? notice('good', t('activity.intact'), counted('activity.intactDetail', entries))
                : notice('bad', t('activity.changed'), counted('activity.changedDetail', entries), h('p', { lang: 'en', dir: 'ltr' }, problem)));
        } catch (problem) {
            fill(chain, problemNotice(problem, check));
        }
    }

    look();
    return {
        title: t('nav.activity'),
        element: h('div', { class: 'page' },
            h('div', { class: 'head' }, h('h1', {}, t('nav.activity')),
                h('p', { class: 'actions' }, link('/attendance', { class: 'button' }, t('attendance.title')), h('button', { type: 'button', class: 'button', onclick: check }, icon('check'), t('activity.check')))),
            chain, form, results),
        dispose: () => { turn += 1; },
    };
}

const entry = one => h('tr', {},
    h('td', { 'data-label': t('activity.time') }, h('time', { datetime: one.time }, moment(one.time))),
    h('td', { 'data-label': t('activity.what') }, what(one.action)),
    h('td', { 'data-label': t('activity.person') }, one.personName
        ? h('span', { class: 'with-avatar' }, one.hasPhoto && avatar({ id: one.person, name: one.personName, faces: [{ hasPhoto: true }] }, 'avatar-small'), link(`/people?person=${one.person}`, {}, one.personName))
        : one.person && h('span', { class: 'pack' }, one.person)),
    h('td', { 'data-label': t('activity.outcome') }, one.outcome ? h('span', { class: `tag tag-${KIND_OF_OUTCOME[one.outcome] ?? 'plain'}` }, word('outcome', one.outcome)) : ''),
    h('td', { 'data-label': t('activity.who') }, h('span', {}, one.actor, one.address && h('span', { class: 'hint' }, ` ${one.address}`))),
    h('td', { 'data-label': t('activity.more') }, one.detail ? h('span', { lang: 'en', dir: 'ltr' }, one.detail) : ''));

// In words, and as programs know it.
const what = action => has(`action.${action}`) ? h('span', {}, t(`action.${action}`), ' ', h('span', { class: 'hint', lang: 'en', dir: 'ltr' }, action)) : action;

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
