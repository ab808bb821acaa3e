// What expires: unused people, kept photos, entries of the log; what the next run deletes, and deleting it now.

import { api } from '../api.js';
import { t } from '../texts.js';
import { formDialog } from '../ui/dialog.js';
import { fill, h } from '../ui/dom.js';
import { field } from '../ui/fields.js';
import { notice, problemNotice } from '../ui/notice.js';
import { count, counted, moment } from '../words.js';

const RULES = ['unusedDays', 'photoDays', 'auditDays'];
const MOST_DAYS = 36_500;
const NAMED = 10;

/** The section with the rules. */
export async function retention() {
    const first = await api.get('/v1/retention');
    const said = h('div', { class: 'said', 'aria-live': 'polite' });
    const due = h('div', {});
    const fields = RULES.map(rule => field(t(`retention.${rule}`), { type: 'number', name: rule, min: 1, max: MOST_DAYS, step: 1, value: first[rule] ?? '', placeholder: t('retention.never'), inputmode: 'numeric' }));
    const save = h('button', { class: 'button button-primary' }, t('settings.save'));
    const now = h('button', { type: 'button', class: 'button', onclick: run }, t('retention.now'));
    let state = first;

    function draw(read) {
        state = read;
        const { people, photos, auditEntries } = read.due;
        const isNothing = people.length + photos + auditEntries === 0;
        now.disabled = isNothing;
        fill(due,
            h('p', {}, isNothing ? t('retention.nothing') : t('retention.due', { people: counted('people.count', people.length), photos: counted('retention.photos', photos), entries: counted('retention.entries', auditEntries) })),
            people.length > 0 && h('p', { class: 'hint' }, people.slice(0, NAMED).map(one => one.name).join(', '), people.length > NAMED && ` + ${count(people.length - NAMED)}`),
            h('p', { class: 'hint' }, read.lastRun ? t('retention.last', { time: moment(read.lastRun) }) : t('retention.notYet')));
    }

    async function change(event) {
        event.preventDefault();
        save.disabled = true;
        try {
            draw(await api.put('/v1/retention', Object.fromEntries(fields.map(({ input }) => [input.name, input.value === '' ? null : Number(input.value)]))));
            fill(said, notice('good', t('settings.saved')));
        } catch (problem) {
            fill(said, problemNotice(problem));
        }
        save.disabled = false;
    }

    async function run() {
        const { people, photos, auditEntries } = state.due;
        const report = await formDialog({
            title: t('retention.nowTitle'), action: t('retention.now'), kind: 'danger', fields: [],
            intro: h('p', {}, t('retention.due', { people: counted('people.count', people.length), photos: counted('retention.photos', photos), entries: counted('retention.entries', auditEntries) }), ' ', t('person.forGoodDetail')),
            submit: () => api.post('/v1/retention/run', {}),
        });
        if (!report)
            return;
        fill(said, report.proved
            ? notice('good', t('retention.proved', { people: count(report.people.length) }))
            : notice('bad', t('person.something'), t('person.somethingDetail'), h('ul', { lang: 'en', dir: 'ltr' }, report.problems.map(problem => h('li', {}, problem)))));
        draw(await api.get('/v1/retention'));
    }

    draw(first);
    return h('section', { class: 'card', 'aria-labelledby': 'retention' }, h('h2', { id: 'retention' }, t('retention.title')),
        h('p', { class: 'section-lead' }, t('retention.lead')),
        h('form', { class: 'form', onsubmit: change }, fields.map(one => one.element), due, said, h('p', { class: 'actions' }, save, now)));
}
