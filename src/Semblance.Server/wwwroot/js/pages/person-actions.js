// What can be done with a person. Each opens a dialog and gives a message about what was done, or null.

import { api } from '../api.js';
import { t } from '../texts.js';
import { formDialog } from '../ui/dialog.js';
import { h } from '../ui/dom.js';
import { field } from '../ui/fields.js';
import { counted, poseWord } from '../words.js';

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
