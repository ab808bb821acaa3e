// People: the list with its search, and one person with ?person=.

import { api, withQuery } from '../api.js';
import { note } from '../router.js';
import { t } from '../texts.js';
import { fill, freshId, h } from '../ui/dom.js';
import { formDialog } from '../ui/dialog.js';
import { avatar } from '../ui/faces.js';
import { field } from '../ui/fields.js';
import { icon } from '../ui/icons.js';
import { link } from '../ui/link.js';
import { empty, loading, problemNotice } from '../ui/notice.js';
import { count, counted, day, moment } from '../words.js';
import person from './person.js';

const PAGE = 50;
const MOST = 200;      // that the service gives at once
const ORDERS = ['name', 'created', 'used'];

export default async function people(app, address) {
    const id = address.searchParams.get('person');
    return id ? person(app, id) : list(app, address.searchParams.get('search') ?? '', address.searchParams.get('sort') ?? 'name');
}

function list(app, sought, sorted) {
    const searchId = freshId('search');
    const search = h('input', { id: searchId, class: 'input', type: 'search', value: sought, placeholder: t('people.part'), autocomplete: 'off', spellcheck: 'false' });
    const order = field(t('people.sort'), { tag: 'select', name: 'sort', value: sorted, options: ORDERS.map(one => [one, t(`people.by.${one}`)]), onchange: () => look() });
    const summary = h('p', { class: 'summary', role: 'status' });
    const results = h('div', {}, loading(t('app.loading')));
    let turn = 0, timer = null;

    search.addEventListener('input', () => {
        clearTimeout(timer);
        timer = setTimeout(() => look(), 250);
    });

    const address = () => withQuery('/people', { search: search.value.trim(), sort: order.input.value === 'name' ? null : order.input.value });
    const query = (after, limit) => withQuery('/v1/people', { search: search.value.trim(), sort: order.input.value, after, limit });

    // As many as were shown when the list was left.
    async function look({ atLeast = PAGE } = {}) {
        const mine = ++turn;
        const sought = search.value.trim();
        note(address());
        const rows = h('ul', { class: 'rows' });
        const more = h('div', { class: 'more' });
        try {
            let page = null;
            do {
                page = await api.get(query(page?.next, Math.min(MOST, Math.max(PAGE, atLeast - rows.children.length))));
                if (mine !== turn)
                    return;
                add(rows, more, page);
            } while (page.next && rows.children.length < atLeast);
            if (page.total > 0)
                return fill(results, rows, more);
            fill(summary);
            fill(results, sought === '' ? nobody() : empty('search', t('people.none'), t('people.noneDetail')));
        } catch (problem) {
            if (mine === turn)
                fill(results, problemNotice(problem, () => look()));
        }
    }

    function add(rows, more, page) {
        rows.append(...page.people.map(row));
        const shown = rows.children.length;
        fill(summary, shown < page.total ? t('people.some', { shown: count(shown), all: counted('people.count', page.total) }) : counted('people.count', page.total));
        fill(more, page.next && h('button', { type: 'button', class: 'button', onclick: next }, t('people.more')));

        async function next(event) {
            event.target.disabled = true;
            try {
                add(rows, more, await api.get(query(page.next, PAGE)));
                note(address(), { shown: rows.children.length });
                rows.children[shown]?.querySelector('a').focus();
            } catch (problem) {
                fill(more, problemNotice(problem, next));
            }
        }
    }

    const row = one => h('li', {}, link(`/people?person=${one.id}`, { class: 'row' },
        avatar(one),
        h('span', { class: 'row-name' }, one.name),
        h('span', { class: 'row-more' }, counted('people.row', one.faces.length, { date: day(one.created) }), ' · ', one.used ? t('people.seen', { time: moment(one.used) }) : t('people.neverSeen')),
        !one.faces.some(face => face.usable) && h('span', { class: 'tag tag-warn' }, t('people.again'))));

    const nobody = () => empty('people', t('people.nobody'), t('people.nobodyDetail'),
        link('/enrol', { class: 'button button-primary' }, t('enrol.title')));

    const ready = look({ atLeast: history.state?.shown ?? PAGE });
    return {
        ready,
        title: t('nav.people'),
        element: h('div', { class: 'page page-middle' },
            h('div', { class: 'head' }, h('h1', {}, t('nav.people')),
                h('p', { class: 'actions' },
                    h('button', { type: 'button', class: 'button', onclick: () => bring(app) }, icon('file'), t('people.import')),
                    link('/enrol?many', { class: 'button' }, t('many.title')),
                    link('/enrol', { class: 'button button-primary' }, icon('enrol'), t('nav.enrol')))),
            h('div', { class: 'search-and-order' }, h('div', { class: 'search' }, h('label', { for: searchId }, t('people.search')), search), order.element),
            summary, results),
        dispose: () => {
            turn += 1;
            clearTimeout(timer);
        },
    };
}

async function bring(app) {
    const file = field(t('people.file'), { type: 'file', name: 'file', required: true });
    const passphrase = field(t('person.passphrase'), { type: 'password', name: 'passphrase', required: true, autocomplete: 'off' }, t('people.passphraseHint'));
    const brought = await formDialog({
        title: t('people.importTitle'),
        intro: h('p', {}, t('people.importDetail')),
        fields: [file.element, passphrase.element],
        action: t('people.import'),
        submit: data => api.post('/v1/people/import', data),
    });
    if (brought)
        await app.go(`/people?person=${brought.id}`);
}
