// What can be done with a person. Each opens a dialog and gives a message about what was done, or null.

import { api, withQuery } from '../api.js';
import { t } from '../texts.js';
import { formDialog } from '../ui/dialog.js';
import { fill, h } from '../ui/dom.js';
import { avatar } from '../ui/faces.js';
import { choice, field } from '../ui/fields.js';
import { counted, day, oneIn, poseWord } from '../words.js';

const path = who => `/v1/people/${who.id}`;

export async function rename(who) {
    const name = field(t('enrol.name'), { name: 'name', value: who.name, required: true, maxlength: 256, autocomplete: 'off' });
    const renamed = await formDialog({
        title: t('person.rename'), fields: [name.element], action: t('person.rename'),
        submit: data => api.patch(path(who), { name: data.get('name').trim() }),
    });
    return renamed && t('person.renamed', { name: renamed.name });
}

export async function addPhotos(who) {
    const files = field(t('person.photos'), { type: 'file', name: 'photo', accept: 'image/*', multiple: true, required: true }, t('person.photosHint'));
    const added = await formDialog({
        title: t('person.photosOf', { name: who.name }), fields: [files.element], action: t('person.add'),
        submit: async data => {
            const photos = data.getAll('photo');
            for (const photo of photos)
                await addPhoto(who, photo);
            return photos.length;
        },
    });
    return added && counted('person.added', added);
}

async function addPhoto(who, photo) {
    const body = new FormData();
    body.append('photo', photo);
    try {
        await api.post(`${path(who)}/faces`, body);
    } catch (problem) {
        problem.title = `${photo.name}: ${problem.title}`;
        throw problem;
    }
}

export async function removeFace(who, face) {
    const removed = await formDialog({
        title: t('person.removeFaceTitle'), action: t('person.remove'), kind: 'danger', fields: [],
        intro: h('p', {}, t('person.removeFaceDetail', { pose: poseWord(face.pose), name: who.name })),
        submit: () => api.delete(`${path(who)}/faces/${face.id}`),
    });
    return removed && t('person.faceRemoved');
}

export async function exportPerson(who) {
    const first = field(t('person.passphrase'), { type: 'password', name: 'passphrase', required: true, minlength: 12, autocomplete: 'new-password' }, t('person.passphraseHint'));
    const second = field(t('person.onceMore'), { type: 'password', name: 'again', required: true, autocomplete: 'new-password' });
    const same = () => first.input.value.length >= 12 && first.input.value === second.input.value;
    const saved = await formDialog({
        title: t('person.exportTitle', { name: who.name }), fields: [first.element, second.element], action: t('person.export'),
        intro: h('p', {}, t('person.exportDetail')),
        ready: same,
        submit: async data => {
            const { blob, name } = await api.postForFile(`${path(who)}/export`, { passphrase: data.get('passphrase') });
            save(blob, name ?? `${who.name}.semblance`);
        },
    });
    return saved && t('person.exported');
}

function save(blob, name) {
    const url = URL.createObjectURL(blob);
    h('a', { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export async function endLockout(who) {
    await api.delete(`/v1/lockouts/${who.id}`);
    return t('pause.ended', { name: who.name });
}

export async function reportMistake(who) {
    const reported = await formDialog({
        title: t('mistake.reportTitle', { name: who.name }), action: t('mistake.report'), kind: 'danger', fields: [],
        intro: h('p', {}, t('mistake.reportDetail')),
        submit: () => api.post(`${path(who)}/mistaken`, {}),
    });
    return reported && (reported.isRecognised ? t('mistake.reported', { rate: oneIn(reported.fmr) }) : t('mistake.notRecognised', { name: who.name }));
}

export async function forgetMistakes(who) {
    const forgotten = await formDialog({
        title: t('mistake.forget'), action: t('mistake.forget'), fields: [],
        intro: h('p', {}, t('mistake.forgetDetail')),
        submit: () => api.delete(`${path(who)}/mistaken`),
    });
    return forgotten && t('mistake.forgotten');
}

/** Makes somebody else, who is this same person, part of them. */
export async function mergeOther(who) {
    const found = h('div', { class: 'choices', role: 'radiogroup', 'aria-label': t('mistake.other') });
    const sure = choice(t('mistake.sure'), { type: 'checkbox', name: 'sure' });
    sure.element.hidden = true;
    let turn = 0;
    const search = field(t('mistake.other'), { type: 'search', autocomplete: 'off', spellcheck: 'false', oninput: look }, t('mistake.otherHint'));
    const merged = await formDialog({
        title: t('mistake.mergeTitle', { name: who.name }), action: t('mistake.merge'), kind: 'danger', fields: [search.element, found, sure.element],
        intro: h('p', {}, t('mistake.mergeDetail', { name: who.name })),
        ready: form => form.querySelector('input[name=other]:checked') !== null,
        submit: async data => {
            try {
                return await api.post(`${path(who)}/merge`, { other: data.get('other'), evenIfNotAlike: data.has('sure') });
            } catch (problem) {
                sure.element.hidden = problem.code !== 'notAlike';
                throw problem;
            }
        },
    });
    return merged && t('mistake.merged', { name: merged.name });

    async function look() {
        const mine = ++turn;
        const sought = search.input.value.trim();
        const { people } = sought === '' ? { people: [] } : await api.get(withQuery('/v1/people', { search: sought, limit: 6 })).catch(() => ({ people: [] }));
        if (mine !== turn)
            return;
        sure.element.hidden = true;
        sure.input.checked = false;
        const others = people.filter(one => one.id !== who.id).slice(0, 5);
        fill(found, sought !== '' && others.length === 0 && h('p', { class: 'hint' }, t('people.none')), others.map(one => {
            const option = choice(one.name, { type: 'radio', name: 'other', value: one.id }, counted('people.row', one.faces.length, { date: day(one.created) }));
            option.element.append(avatar(one));
            return option.element;
        }));
        search.input.form.dispatchEvent(new Event('input'));
    }
}

/** Removes a person after their name was typed; gives the proof of the removal, or null. */
export function removePerson(who) {
    const typed = field(t('person.confirm', { name: who.name }), { name: 'typed', autocomplete: 'off', spellcheck: 'false' });
    return formDialog({
        title: t('person.removeTitle', { name: who.name }), fields: [typed.element], action: t('person.forGood'), kind: 'danger',
        intro: h('p', {}, t('person.forGoodDetail')),
        ready: () => typed.input.value.trim() === who.name,
        submit: async () => {
            await api.delete(path(who));
            return api.get(`${path(who)}/removal`);
        },
    });
}
