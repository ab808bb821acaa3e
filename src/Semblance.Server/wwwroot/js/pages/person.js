// One person: what is stored, and everything that can be done with it.

import { api } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { avatar, photoPath } from '../ui/faces.js';
import { icon } from '../ui/icons.js';
import { notice, problemNotice } from '../ui/notice.js';
import { counted, day, moment, poseWord, qualityWord } from '../words.js';
import { addPhotos, endLockout, exportPerson, removeFace, removePerson, rename } from './person-actions.js';

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
                h('div', {}, h('h1', { tabIndex: -1 }, who.name), h('p', { class: 'hint' }, `Enrolled ${day(who.created)}, changed ${day(who.changed)}`))),
            said,
            usable === 0 && notice('warn', 'This person cannot be recognised now',
                'All faces were made by another pack than the one that runs. Add faces with the camera, or run that pack again.'),
            h('p', { class: 'actions' },
                h('a', { class: 'button button-primary', href: `/enrol?person=${who.id}`, 'data-page': true }, icon('camera'), 'Add with the camera'),
                h('button', { type: 'button', class: 'button', onclick: run(() => addPhotos(who)) }, icon('photo'), 'Add photos'),
                h('button', { type: 'button', class: 'button', onclick: run(() => rename(who)) }, 'Rename'),
                h('button', { type: 'button', class: 'button', onclick: run(() => exportPerson(who)) }, 'Export'),
                h('button', { type: 'button', class: 'button', onclick: run(() => endLockout(who)) }, 'End a pause')),
            h('section', {}, h('h2', {}, counted(who.faces.length, 'face')), h('ul', { class: 'faces' }, who.faces.map(face))),
            h('section', { class: 'card consent' }, h('h2', {}, 'Consent'),
                who.consent.text.split(/\n+/).map(paragraph => h('p', {}, paragraph)),
                h('p', { class: 'hint' }, `Given ${moment(who.consent.given)}, recorded by ${who.consent.recordedBy}. Pictures are ${who.consent.keepPhotos ? '' : 'not '}kept.`)),
            h('section', { class: 'card danger' }, h('h2', {}, 'Remove'),
                h('p', {}, 'Destroys the key that everything of this person is encrypted with, then the rest. Older backups hold nothing readable afterwards.'),
                h('p', { class: 'actions' }, h('button', { type: 'button', class: 'button button-danger', onclick: remove }, 'Remove this person'))));
    }

    const face = one => h('li', { class: 'face' },
        who.faces.some(each => each.hasPhoto) && (one.hasPhoto
            ? h('img', { src: photoPath(who, one), alt: `${who.name}, ${one.pose ? poseWord(one.pose).toLowerCase() : 'another look'}`, loading: 'lazy' })
            : h('div', { class: 'face-without' }, icon('face'), h('span', {}, 'No picture kept'))),
        h('div', { class: 'face-facts' },
            h('p', { class: 'face-pose' }, one.pose ? poseWord(one.pose) : 'Another look',
                h('span', { class: `tag quality-${qualityWord(one.quality.rank).toLowerCase()}` }, qualityWord(one.quality.rank))),
            h('p', { class: 'hint' }, `${Math.round(one.quality.side)} pixels, added ${day(one.added)}`),
            h('p', { class: 'hint' }, h('span', { class: 'pack' }, one.pack)),
            h('p', {}, one.usable ? h('span', { class: 'tag tag-good' }, 'In use') : h('span', { class: 'tag tag-warn' }, 'Made by another pack'))),
        h('button', {
            type: 'button', class: 'button button-small', disabled: who.faces.length === 1, 'aria-label': `Remove the face ${one.pose ? poseWord(one.pose) : 'another look'}`,
            title: who.faces.length === 1 ? 'The last face stays; remove the person instead' : null, onclick: run(() => removeFace(who, one)),
        }, 'Remove'));

    async function remove() {
        const proof = await removePerson(who);
        if (!proof)
            return;
        fill(body, h('div', { class: 'head' }, h('h1', { tabIndex: -1 }, `${who.name} was removed`)),
            proof.removed && proof.remains.length === 0
                ? notice('good', 'Nothing is left', 'The service looked through its rows, its keys and its index and found nothing of this person.')
                : notice('bad', 'Something is left', 'Whoever runs the service should look into it:', h('ul', {}, proof.remains.map(place => h('li', {}, place)))),
            h('p', { class: 'hint' }, `The id was ${who.id}. The activity log keeps it, without the name.`),
            h('p', { class: 'actions' }, h('a', { class: 'button button-primary', href: '/people', 'data-page': true }, 'To the list of people')));
        body.querySelector('h1').focus();
    }

    try {
        await refresh();
    } catch (problem) {
        fill(body, h('h1', {}, 'This person cannot be shown'), problemNotice(problem));
    }
    return {
        title: who?.name ?? 'People',
        element: h('div', { class: 'page page-middle' },
            h('p', { class: 'crumb' }, h('a', { href: '/people', 'data-page': true }, icon('back'), 'All people')), body),
    };
}
