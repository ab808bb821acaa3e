// Enrolling a person: name and consent, then the guided capture, then what came of it.

import { api } from '../api.js';
import { CONSENT, CONSENT_TEXT } from '../consent.js';
import { capture } from './enrol-capture.js';
import { fill, h } from '../ui/dom.js';
import { choice, field } from '../ui/fields.js';
import { icon } from '../ui/icons.js';
import { livenessReport, offWarning, reasonsOf } from '../ui/liveness.js';
import { notice, problemNotice } from '../ui/notice.js';

const WHY_NOT = {
    PoorQuality: 'The pictures are not good enough',
    DifferentPeople: 'The pictures show different people',
    AlreadyEnrolled: 'This face is enrolled already',
    NameTaken: 'This name is taken',
    SpoofSuspected: 'This did not look like a live person',
    Undecided: 'There are not enough good pictures yet',
};

export default async function enrol(app, address) {
    // With ?person= faces are added to somebody who is enrolled.
    const id = address.searchParams.get('person');
    const known = id && app.may('admin') ? await api.get(`/v1/people/${encodeURIComponent(id)}`).catch(problem => ({ problem })) : null;
    const body = h('div', {});
    let running = null;

    const name = field('Name', { name: 'name', required: true, maxlength: 256, autocomplete: 'off', spellcheck: 'false' },
        'The name used at sign-in: letters, digits, spaces and - _ \' .');
    const agree = choice('I agree to the text above', { type: 'checkbox', name: 'agree', required: true });
    const photos = choice('Keep the pictures as well (optional)', { type: 'checkbox', name: 'photos' },
        'Then I need not be enrolled anew when the service changes its model. They are stored encrypted.');
    const trouble = h('div', {});
    const form = h('form', { class: 'card form', onsubmit: event => { event.preventDefault(); start(); } },
        name.element,
        h('section', { class: 'consent', 'aria-labelledby': 'consent' }, h('h2', { id: 'consent' }, 'Consent'), CONSENT.map(paragraph => h('p', {}, paragraph))),
        agree.element, photos.element, trouble,
        h('button', { class: 'button button-primary button-large' }, icon('camera'), 'Start the camera'));

    const addForm = () => h('form', { class: 'card form', onsubmit: event => { event.preventDefault(); start(); } },
        h('p', {}, `New pictures of ${known.name} are added to the ones that are there. They must show the same person.`),
        h('button', { class: 'button button-primary button-large' }, icon('camera'), 'Start the camera'));

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
            : { purpose: 'enroll', name: name.input.value.trim(), consent: { text: CONSENT_TEXT, keepPhotos: photos.input.checked } };
        running = capture(allowDuplicate ? { ...wish, allowDuplicate } : wish, { onResult: finished, onProblem: ask, onCancel: () => ask() });
        fill(body, running.element);
        running.begin();
    }

    function finished(result) {
        const picture = running.portrait();
        const panel = result.outcome === 'Enrolled' ? done(result, picture) : refused(result);
        fill(body, panel);
        panel.querySelector('h2').focus();
    }

    const done = (result, picture) => h('div', { class: 'card result result-good', 'data-outcome': result.outcome },
        picture ? h('img', { class: 'portrait', src: picture, alt: '' }) : h('div', { class: 'result-sign' }, icon('check')),
        h('h2', { tabIndex: -1 }, `${result.person?.name ?? name.input.value} ${known ? 'has new pictures' : 'is enrolled'}`),
        h('p', {}, 'From now on this face is recognised. Try it once, in the light in which it will be used.'),
        result.resemblance && h('p', { class: 'hint' }, result.resemblance.message),
        livenessReport(result.liveness),
        h('p', { class: 'actions' },
            h('a', { class: 'button button-primary', href: '/', 'data-page': true }, 'Try signing in'),
            !known && h('button', { type: 'button', class: 'button', onclick: again }, 'Enrol somebody else'),
            app.may('admin') && result.person && h('a', { class: 'button', href: `/people?person=${result.person.id}`, 'data-page': true }, 'See what is stored')));

    const refused = result => {
        const report = ['SpoofSuspected', 'Undecided'].includes(result.outcome) ? livenessReport(result.liveness) : null;
        const told = report ? reasonsOf(result.liveness) : new Set();
        return h('div', { class: 'card result result-bad', 'data-outcome': result.outcome },
        h('div', { class: 'result-sign' }, icon('cross')),
        h('h2', { tabIndex: -1 }, WHY_NOT[result.outcome] ?? 'Nobody was enrolled'),
        result.reasons.filter(reason => !told.has(reason)).map(reason => h('p', {}, reason)),
        report,
        result.message && !report?.querySelector('.checks-advice') && !(result.outcome === 'AlreadyEnrolled' && app.may('admin')) && h('p', {}, result.message),
        h('p', { class: 'actions' },
            result.outcome === 'NameTaken'
                ? h('button', { type: 'button', class: 'button button-primary', onclick: () => ask() }, 'Choose another name')
                : h('button', { type: 'button', class: 'button button-primary', onclick: () => start() }, 'Try again'),
            result.outcome === 'AlreadyEnrolled' && app.may('admin')
                && h('button', { type: 'button', class: 'button', onclick: () => start(true) }, 'Enrol all the same'),
            h('button', { type: 'button', class: 'button', onclick: () => ask() }, 'Back')),
        result.outcome === 'AlreadyEnrolled' && app.may('admin')
            && h('p', { class: 'hint' }, 'Twins may need it. Two people whose faces match can sign in as each other.'));
    };

    function again() {
        name.input.value = '';
        agree.input.checked = false;
        photos.input.checked = false;
        ask();
    }

    if (known?.problem)
        fill(body, problemNotice(known.problem), h('p', {}, h('a', { href: '/people', 'data-page': true }, 'To the list of people')));
    else
        ask(null, false);
    return {
        title: 'Enrol',
        element: h('div', { class: 'page page-middle' },
            h('h1', {}, known?.name ? `Add pictures of ${known.name}` : 'Enrol a person'),
            h('p', { class: 'lead' }, known ? 'A few looks from different sides make recognition surer.'
                : 'It takes half a minute. The person sits before this camera and turns the head a little.'),
            id && !known && notice('warn', 'Pictures can be added by an administrator only', 'Open this page with an admin key.'),
            app.me.liveness === 'off' && offWarning(),
            body),
        dispose: () => running?.dispose(),
    };
}
