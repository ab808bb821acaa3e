// Enrolling many people by photos: from a folder, or from a CSV file.

import { api } from '../api.js';
import { peopleOfFolder, peopleOfTable } from '../people-files.js';
import { consentText } from '../consent.js';
import { t } from '../texts.js';
import { fill, h } from '../ui/dom.js';
import { choice, field } from '../ui/fields.js';
import { icon } from '../ui/icons.js';
import { link } from '../ui/link.js';
import { notice } from '../ui/notice.js';
import { count, counted } from '../words.js';
import { enrolmentForm, MOST_PHOTOS } from '../upload.js';

export default function enrolMany() {
    const folder = field(t('many.folder'), { type: 'file', webkitdirectory: true, multiple: true, onchange: fromFolder }, t('many.folderHint'));
    const table = field(t('many.table'), { type: 'file', accept: '.csv,text/csv', onchange: fromTable }, t('many.tableHint'));
    const photos = field(t('many.photos'), { type: 'file', accept: 'image/*', multiple: true, onchange: fromTable });
    const consent = field(t('many.consent'), { tag: 'textarea', name: 'consent', required: true, maxlength: 4000, rows: 6 }, t('many.consentHint'));
    consent.input.value = consentText();
    const agreed = choice(t('many.agreed'), { type: 'checkbox', required: true });
    const keep = choice(t('enrol.keep'), { type: 'checkbox' }, t('many.keepHint'));
    const start = h('button', { class: 'button button-primary' }, t('many.start'));
    const stop = h('button', { type: 'button', class: 'button', hidden: true, onclick: () => { isStopped = true; } }, t('many.stop'));
    const said = h('div', { class: 'said', 'aria-live': 'polite' });
    const list = h('div', {});
    const warn = event => event.preventDefault();
    let rows = [], isStopped = false, isGone = false;

    function fromFolder() {
        table.input.value = '';
        photos.input.value = '';
        show(peopleOfFolder(folder.input.files));
    }

    async function fromTable() {
        folder.input.value = '';
        if (table.input.files.length === 0)
            return;
        const { people, missing } = peopleOfTable(await table.input.files[0].text(), photos.input.files);
        show(people, missing);
    }

    function show(people, missing = []) {
        rows = people.map(person => ({ ...person, key: crypto.randomUUID(), isDone: false, state: h('td', { 'data-label': t('many.state') }) }));
        fill(said, missing.length > 0 && notice('warn', counted('many.missing', missing.length), missing.slice(0, 10).join(', ')),
            people.length === 0 && missing.length === 0 && notice('warn', t('many.nobody')));
        fill(list, rows.length > 0 && h('div', { class: 'table-frame', tabIndex: 0, role: 'region', 'aria-label': t('many.title') }, h('table', { class: 'table table-stacked' },
            h('thead', {}, h('tr', {}, ['name', 'photos', 'state'].map(column => h('th', { scope: 'col' }, t(`many.${column}`))))),
            h('tbody', {}, rows.map(row => h('tr', {}, h('th', { scope: 'row' }, row.name), h('td', { 'data-label': t('many.photos') }, count(Math.min(row.photos.length, MOST_PHOTOS))), row.state))))));
        start.disabled = rows.length === 0;
    }

    async function run(event) {
        event.preventDefault();
        isStopped = false;
        working(true);
        for (const row of rows.filter(row => !row.isDone)) {
            if (isStopped || isGone)
                break;
            await enrol(row);
        }
        working(false);
        const done = rows.filter(row => row.isDone).length;
        fill(said, notice(done === rows.length ? 'good' : 'warn', t('many.done', { done: count(done), all: count(rows.length) }), done < rows.length ? t('many.again') : null));
    }

    // What is repeated does nothing more: the service knows it by its key.
    async function enrol(row) {
        fill(row.state, h('span', { class: 'tag' }, t('many.now')));
        try {
            const body = await enrolmentForm({ name: row.name, consent: consent.input.value, keepPhotos: keep.input.checked, photos: row.photos.slice(0, MOST_PHOTOS) });
            await api.post('/v1/people', body, { headers: { 'Idempotency-Key': row.key } });
            row.isDone = true;
            fill(row.state, h('span', { class: 'tag tag-good' }, t('outcome.Enrolled')));
        } catch (problem) {
            if (problem.code === 'tooManyRequests' || problem.code === 'overloaded') {
                await new Promise(resolve => setTimeout(resolve, 1000 * (problem.retryAfter ?? 2)));
                return isGone || isStopped ? null : enrol(row);
            }
            fill(row.state, h('span', { class: 'tag tag-bad' }, problem.title), problem.said && h('p', { class: 'hint', lang: 'en', dir: 'ltr' }, problem.said));
        }
    }

    function working(isWorking) {
        start.disabled = isWorking;
        stop.hidden = !isWorking;
        for (const one of [folder, table, photos, consent, agreed, keep])
            one.input.disabled = isWorking;
        // Leaving asks first.
        if (isWorking)
            window.addEventListener('beforeunload', warn);
        else
            window.removeEventListener('beforeunload', warn);
    }

    start.disabled = true;
    return {
        title: t('many.title'),
        element: h('div', { class: 'page page-middle' },
            h('p', { class: 'crumb' }, link('/people', { 'data-back': true }, icon('back', 'icon-ahead'), t('person.all'))),
            h('h1', {}, t('many.title')),
            h('p', { class: 'lead' }, t('many.lead')),
            h('form', { class: 'card form', onsubmit: run },
                folder.element, h('p', { class: 'hint' }, t('many.or')), table.element, photos.element,
                consent.element, agreed.element, keep.element, said, h('p', { class: 'actions' }, start, stop)),
            list),
        dispose: () => {
            isGone = true;
            window.removeEventListener('beforeunload', warn);
        },
    };
}
