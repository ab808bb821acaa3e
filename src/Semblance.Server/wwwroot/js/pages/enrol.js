// Enrolling a person: name and consent, then the guided capture, then what came of it.

import { api } from '../api.js';
import { consent, consentText } from '../consent.js';
import { has, language, t } from '../texts.js';
import { capture } from './enrol-capture.js';
import { fill, h } from '../ui/dom.js';
import { choice, field } from '../ui/fields.js';
import { icon } from '../ui/icons.js';
import { link } from '../ui/link.js';
import { livenessReport, offWarning, reasonsOf } from '../ui/liveness.js';
import { loading, notice, problemNotice } from '../ui/notice.js';
import { phoneButton } from '../ui/phone.js';
import { reasonsIn } from '../ui/reasons.js';
import { enrolmentForm, MOST_PHOTOS } from '../upload.js';

// Whom a new face resembles: administrators are told the names.
const alike = ({ people }) => people?.length > 0 ? t('enrol.alikeNamed', { names: new Intl.ListFormat(language.locale).format(people.map(one => one.name)) }) : t('enrol.alike');

export default async function enrol(app, address) {
    if (address.searchParams.has('many') && app.may('enroll') && !app.me.link) {
        const { default: enrolMany } = await import('./enrol-many.js');
        return enrolMany();
    }
    // With ?person= faces are added to somebody who is enrolled.
    // A one-time link may say for whom it is.
    const { link: only } = app.me;
    const id = only ? only.person : address.searchParams.get('person');
    const known = only?.person ? only : id && app.may('admin') ? await api.get(`/v1/people/${encodeURIComponent(id)}`).catch(problem => ({ problem })) : null;
    const isFirst = !id && !only && app.may('admin') && (await api.get('/v1/people?limit=1')).total === 0;
    const body = h('div', {});
    let running = null;

    // With this device's camera, or a phone's.
    const begin = wish => h('p', { class: 'actions' },
        h('button', { class: 'button button-primary button-large' }, icon('camera'), t('enrol.start')),
        !only && phoneButton(t('link.onPhone'), wish));

    const name = field(t('enrol.name'), { name: 'name', required: true, maxlength: 256, autocomplete: 'off', spellcheck: 'false' },
        t('enrol.nameHint'));
    if (only?.name && !known)
        Object.assign(name.input, { value: only.name, readOnly: true });
    const agree = choice(t('enrol.agree'), { type: 'checkbox', name: 'agree', required: true });
    const keep = choice(t('enrol.keep'), { type: 'checkbox', name: 'photos' },
        t('enrol.keepHint'));
    const trouble = h('div', {});
    const files = field(t('enrol.files'), { type: 'file', accept: 'image/*', multiple: true }, t('person.photosHint'));
    const byPhotos = h('button', { type: 'button', class: 'button', onclick: fromPhotos }, icon('photo'), t('enrol.byFiles'));
    const form = h('form', { class: 'card form', onsubmit: event => { event.preventDefault(); start(); } },
        name.element,
        h('section', { class: 'consent', 'aria-labelledby': 'consent' }, h('h2', { id: 'consent' }, t('enrol.consent')), consent().map(paragraph => h('p', {}, paragraph))),
        agree.element, keep.element, trouble,
        begin(() => ({ action: 'enroll', ...name.input.value.trim() && { name: name.input.value.trim() } })),
        !only && h('details', { class: 'by-photos' }, h('summary', {}, t('enrol.withFiles')), files.element, h('p', { class: 'actions' }, byPhotos)));

    const addForm = () => h('form', { class: 'card form', onsubmit: event => { event.preventDefault(); start(); } },
        h('p', {}, t('enrol.more', { name: known.name })),
        begin(() => ({ action: 'enroll', person: id })));

    function ask(problem, focus = true) {
        running?.dispose();
        running = null;
        fill(trouble, problem && problemNotice(problem));
        fill(body, known ? [problem && problemNotice(problem), addForm()] : form);
        if (focus)
            (known ? body.querySelector('button') : name.input).focus();
    }

    function start(allowDuplicate = false) {
        running?.dispose();
        const wish = known
            ? { purpose: 'enroll', person: id }
            : { purpose: 'enroll', name: name.input.value.trim(), consent: { text: consentText(), keepPhotos: keep.input.checked } };
        running = capture(allowDuplicate ? { ...wish, allowDuplicate } : wish, { onResult: finished, onProblem: ask, onCancel: () => ask() });
        fill(body, running.element);
        running.begin();
    }

    // By photos that were chosen, in place of the camera. Nobody is shown to be live by them: whoever enrols answers for it.
    async function fromPhotos() {
        if (!form.reportValidity())
            return;
        const photos = [...files.input.files].slice(0, MOST_PHOTOS);
        if (photos.length === 0) {
            files.input.focus();
            return;
        }
        byPhotos.disabled = true;
        fill(trouble, loading(t('enrol.sending')));
        try {
            const person = await api.post('/v1/people', await enrolmentForm({ name: name.input.value.trim(), consent: consentText(), keepPhotos: keep.input.checked, photos }));
            fill(trouble);
            const panel = done({ outcome: 'Enrolled', person, resemblance: person.resemblance }, null);
            fill(body, panel);
            panel.querySelector('h2').focus();
            files.input.value = '';
        } catch (problem) {
            fill(trouble, problemNotice(problem));
        }
        byPhotos.disabled = false;
    }

    function finished(result) {
        const picture = running.portrait();
        const panel = result.outcome === 'Enrolled' ? done(result, picture) : refused(result);
        fill(body, panel);
        panel.querySelector('h2').focus();
    }

    const done = (result, picture) => h('div', { class: 'card result result-good', 'data-outcome': result.outcome },
        picture ? h('img', { class: 'portrait', src: picture, alt: '' }) : h('div', { class: 'result-sign' }, icon('check')),
        h('h2', { tabIndex: -1 }, t(known ? 'enrol.doneMore' : 'enrol.done', { name: result.person?.name ?? name.input.value })),
        h('p', {}, t('enrol.doneDetail')),
        result.resemblance && h('p', { class: 'hint' }, alike(result.resemblance)),
        livenessReport(result.liveness),
        only ? h('p', {}, t('link.done')) : h('p', { class: 'actions' },
            link('/', { class: 'button button-primary' }, t('enrol.try')),
            !known && h('button', { type: 'button', class: 'button', onclick: again }, t('enrol.another')),
            app.may('admin') && result.person && link(`/people?person=${result.person.id}`, { class: 'button' }, t('enrol.see'))));

    const refused = result => {
        const report = ['SpoofSuspected', 'Undecided'].includes(result.outcome) ? livenessReport(result.liveness) : null;
        const told = report ? reasonsOf(result.liveness) : new Set();
        return h('div', { class: 'card result result-bad', 'data-outcome': result.outcome },
        h('div', { class: 'result-sign' }, icon('cross')),
        h('h2', { tabIndex: -1 }, t(has(`whyNot.${result.outcome}`) ? `whyNot.${result.outcome}` : 'whyNot.other')),
        reasonsIn(result.reasonCodes.filter(code => !told.has(code))).map(reason => h('p', {}, reason)),
        report,
        result.outcome === 'AlreadyEnrolled' && h('p', {}, app.may('admin') ? t('enrol.twins') : t('enrol.ask')),
        h('p', { class: 'actions' },
            result.outcome === 'NameTaken'
                ? h('button', { type: 'button', class: 'button button-primary', onclick: () => ask() }, t('enrol.otherName'))
                : h('button', { type: 'button', class: 'button button-primary', onclick: () => start() }, t('app.retry')),
            result.outcome === 'AlreadyEnrolled' && app.may('admin')
                && h('button', { type: 'button', class: 'button', onclick: () => start(true) }, t('enrol.allTheSame')),
            h('button', { type: 'button', class: 'button', onclick: () => ask() }, t('app.back'))));
    };

    function again() {
        name.input.value = '';
        agree.input.checked = false;
        keep.input.checked = false;
        ask();
    }

    if (known?.problem)
        fill(body, problemNotice(known.problem), h('p', {}, link('/people', {}, t('person.toList'))));
    else
        ask(null, false);
    return {
        title: t('nav.enrol'),
        element: h('div', { class: 'page page-middle' },
            h('h1', {}, known?.name ? t('enrol.titleMore', { name: known.name }) : t('enrol.title')),
            h('p', { class: 'lead' }, t(known ? 'enrol.leadMore' : 'enrol.lead')),
            id && !known && notice('warn', t('enrol.adminOnly'), t('enrol.adminOnlyDetail')),
            app.me.liveness === 'off' && offWarning(),
            isFirst && notice('info', t('link.firstTitle'), t('link.firstDetail')),
            body),
        dispose: () => running?.dispose(),
    };
}
