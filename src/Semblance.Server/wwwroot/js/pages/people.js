// People: the list with its search, and one person with ?person=.

import { api, withQuery } from '../api.js';
import { fill, freshId, h } from '../ui/dom.js';
import { formDialog } from '../ui/dialog.js';
import { avatar } from '../ui/faces.js';
import { field } from '../ui/fields.js';
import { icon } from '../ui/icons.js';
import { empty, loading, problemNotice } from '../ui/notice.js';
import { count, counted, day } from '../words.js';
import person from './person.js';

const PAGE = 50;

export default async function people(app, address) {
    const id = address.searchParams.get('person');
    return id ? person(app, id) : list(app, address.searchParams.get('search') ?? '');
}

function list(app, sought) {
    const searchId = freshId('search');
    const search = h('input', { id: searchId, class: 'input', type: 'search', value: sought, placeholder: 'Part of a name', autocomplete: 'off', spellcheck: 'false' });
    const summary = h('p', { class: 'summary', role: 'status' });
    const results = h('div', {}, loading('Looking …'));
    let turn = 0, timer = null;

    search.addEventListener('input', () => {
        clearTimeout(timer);
        timer = setTimeout(look, 250);
    });

    async function look() {
        const mine = ++turn;
        history.replaceState(null, '', withQuery('/people', { search: search.value.trim() }));
        const rows = h('ul', { class: 'rows' });
        const more = h('div', { class: 'more' });
        try {
            const page = await api.get(withQuery('/v1/people', { search: search.value.trim(), limit: PAGE }));
            if (mine !== turn)
                return;
            if (page.people.length === 0) {
                fill(summary);
                fill(results, search.value.trim() === '' ? nobody() : empty('search', 'Nobody of this name', 'Try a shorter part of the name.'));
                return;
            }
            add(rows, more, page);
            fill(results, rows, more);
        } catch (problem) {
            if (mine === turn)
                fill(results, problemNotice(problem, look));
        }
    }

    function add(rows, more, page) {
        rows.append(...page.people.map(row));
        fill(summary, rows.children.length < page.total ? `${count(rows.children.length)} of ${counted(page.total, 'person', 'people')}` : counted(page.total, 'person', 'people'));
        fill(more, page.next && h('button', { type: 'button', class: 'button', onclick: next }, 'Show more'));

        async function next(event) {
            event.target.disabled = true;
            try {
                const first = rows.children.length;
                add(rows, more, await api.get(withQuery('/v1/people', { search: search.value.trim(), after: page.next, limit: PAGE })));
                rows.children[first]?.querySelector('a').focus();
            } catch (problem) {
                fill(more, problemNotice(problem, next));
            }
        }
    }

    const row = one => h('li', {}, h('a', { class: 'row', href: `/people?person=${one.id}`, 'data-page': true },
        avatar(one),
        h('span', { class: 'row-name' }, one.name),
        h('span', { class: 'row-more' }, `${counted(one.faces.length, 'face')}, enrolled ${day(one.created)}`),
        !one.faces.some(face => face.usable) && h('span', { class: 'tag tag-warn' }, 'Enrol again')));

    const nobody = () => empty('people', 'Nobody is enrolled yet', 'Enrol the first person with this device’s camera.',
        h('a', { class: 'button button-primary', href: '/enrol', 'data-page': true }, 'Enrol a person'));

    look();
    return {
        title: 'People',
        element: h('div', { class: 'page page-middle' },
            h('div', { class: 'head' }, h('h1', {}, 'People'),
                h('p', { class: 'actions' },
                    h('button', { type: 'button', class: 'button', onclick: () => bring(app) }, icon('file'), 'Import'),
                    h('a', { class: 'button button-primary', href: '/enrol', 'data-page': true }, icon('enrol'), 'Enrol'))),
            h('div', { class: 'search' }, h('label', { for: searchId }, 'Search'), search),
            summary, results),
        dispose: () => {
            turn += 1;
            clearTimeout(timer);
        },
    };
}

async function bring(app) {
    const file = field('File', { type: 'file', name: 'file', required: true });
    const passphrase = field('Passphrase', { type: 'password', name: 'passphrase', required: true, autocomplete: 'off' }, 'The one it was exported with.');
    const brought = await formDialog({
        title: 'Import a person',
        intro: h('p', {}, 'From a sealed file that another installation exported.'),
        fields: [file.element, passphrase.element],
        action: 'Import',
        submit: data => api.post('/v1/people/import', data),
    });
    if (brought)
        await app.go(`/people?person=${brought.id}`);
}
