// One person: what is stored, and everything that can be done with it.

import { api } from '../api.js';
import { t } from '../texts.js';
import { fill, h } from '../ui/dom.js';
import { avatar, photoPath } from '../ui/faces.js';
import { icon } from '../ui/icons.js';
import { link } from '../ui/link.js';
import { notice, problemNotice } from '../ui/notice.js';
import { counted, day, moment, poseWord, qualityOf, qualityWord } from '../words.js';
import { addPhotos, endLockout, exportPerson, forgetMistakes, mergeOther, removeFace, removePerson, rename, reportMistake } from './person-actions.js';

export default async function person(app, id) {
    const body = h('div', { class: 'stack' });
    const said = h('div', { class: 'said', 'aria-live': 'polite' });
    let who;

    async function refresh(message) {
        who = await api.get(`/v1/people/${encodeURIComponent(id)}`);
        draw();
        fill(said, message && notice('good', message));
    }

    // Runs an action, shows what came of it.
    const run = action => async event => {
        const button = event.currentTarget;
        try {
            const message = await action();
            if (message)
                await refresh(message);
        } catch (problem) {
            fill(said, problemNotice(problem));
        }
        (button.isConnected ? button : body.querySelector('h1'))?.focus();
    };

    function draw() {
        const usable = who.faces.filter(face => face.usable).length;
        fill(body,
            h('div', { class: 'head head-person' }, avatar(who, 'avatar-large'),
                h('div', {}, h('h1', { tabIndex: -1 }, who.name), h('p', { class: 'hint' }, t('person.dates', { created: day(who.created), changed: day(who.changed) })),
                    h('p', { class: 'hint' }, who.used ? t('people.seen', { time: moment(who.used) }) : t('people.neverSeen')))),
            said,
            usable === 0 && notice('warn', t('person.unusable'), t('person.unusableDetail')),
            h('p', { class: 'actions' },
                link(`/enrol?person=${who.id}`, { class: 'button button-primary' }, icon('camera'), t('person.addCamera')),
                h('button', { type: 'button', class: 'button', onclick: run(() => addPhotos(who)) }, icon('photo'), t('person.addPhotos')),
                link(`/attendance?person=${who.id}`, { class: 'button' }, t('attendance.history')),
                h('button', { type: 'button', class: 'button', onclick: run(() => rename(who)) }, t('person.rename')),
                h('button', { type: 'button', class: 'button', onclick: run(() => exportPerson(who)) }, t('person.export')),
                h('button', { type: 'button', class: 'button', onclick: run(() => endLockout(who)) }, t('pause.end'))),
            h('section', {}, h('h2', {}, counted('person.faces', who.faces.length)), h('ul', { class: 'faces' }, who.faces.map(face))),
            h('section', { class: 'card danger' }, h('h2', {}, t('mistake.title')),
                h('p', {}, t('mistake.lead')),
                who.mistaken > 0 && notice('warn', counted('mistake.reports', who.mistaken), t('mistake.stricter')),
                h('p', { class: 'actions' },
                    h('button', { type: 'button', class: 'button', onclick: run(() => reportMistake(who)) }, t('mistake.report')),
                    who.mistaken > 0 && h('button', { type: 'button', class: 'button', onclick: run(() => forgetMistakes(who)) }, t('mistake.forget')),
                    h('button', { type: 'button', class: 'button', onclick: run(() => mergeOther(who)) }, t('mistake.merge')))),
            h('section', { class: 'card consent' }, h('h2', {}, t('enrol.consent')),
                who.consent.text.split(/\n+/).map(paragraph => h('p', {}, paragraph)),
                h('p', { class: 'hint' }, t('person.given', { time: moment(who.consent.given), by: who.consent.recordedBy }), ' ', t(who.consent.keepPhotos ? 'person.kept' : 'person.notKept'))),
            h('section', { class: 'card danger' }, h('h2', {}, t('person.remove')),
                h('p', {}, t('person.removeDetail')),
                h('p', { class: 'actions' }, h('button', { type: 'button', class: 'button button-danger', onclick: remove }, t('person.removeThis')))));
    }

    const face = one => h('li', { class: 'face' },
        who.faces.some(each => each.hasPhoto) && (one.hasPhoto
            ? h('img', { src: photoPath(who, one), alt: `${who.name}: ${poseWord(one.pose)}`, loading: 'lazy' })
            : h('div', { class: 'face-without' }, icon('face'), h('span', {}, t('person.noPicture')))),
        h('div', { class: 'face-facts' },
            h('p', { class: 'face-pose' }, poseWord(one.pose),
                h('span', { class: `tag quality-${qualityOf(one.quality.rank)}` }, qualityWord(one.quality.rank))),
            h('p', { class: 'hint' }, counted('person.pixels', Math.round(one.quality.side), { date: day(one.added) })),
            h('p', { class: 'hint' }, h('span', { class: 'pack' }, one.pack)),
            h('p', {}, one.usable ? h('span', { class: 'tag tag-good' }, t('person.inUse')) : h('span', { class: 'tag tag-warn' }, t('person.otherPack')))),
        h('button', {
            type: 'button', class: 'button button-small', disabled: who.faces.length === 1, 'aria-label': t('person.removeFace', { pose: poseWord(one.pose) }),
            title: who.faces.length === 1 ? t('person.lastFace') : null, onclick: run(() => removeFace(who, one)),
        }, t('person.remove')));

    async function remove() {
        const proof = await removePerson(who);
        if (!proof)
            return;
        fill(body, h('div', { class: 'head' }, h('h1', { tabIndex: -1 }, t('person.removed', { name: who.name }))),
            proof.removed && proof.remains.length === 0
                ? notice('good', t('person.nothing'), t('person.nothingDetail'))
                : notice('bad', t('person.something'), t('person.somethingDetail'), h('ul', { lang: 'en', dir: 'ltr' }, proof.remains.map(place => h('li', {}, place)))),
            h('p', { class: 'hint' }, t('person.id', { id: who.id })),
            h('p', { class: 'actions' }, link('/people', { class: 'button button-primary', 'data-back': true }, t('person.toList'))));
        body.querySelector('h1').focus();
    }

    try {
        await refresh();
    } catch (problem) {
        fill(body, h('h1', {}, t('person.notShown')), problemNotice(problem));
    }
    return {
        title: who?.name ?? t('nav.people'),
        element: h('div', { class: 'page page-middle' },
            h('p', { class: 'crumb' }, link('/people', { 'data-back': true }, icon('back', 'icon-ahead'), t('person.all'))), body),
    };
}
