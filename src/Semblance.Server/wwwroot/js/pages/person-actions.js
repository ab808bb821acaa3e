// What can be done with a person. Each opens a dialog and gives a message about what was done, or null.

import { api } from '../api.js';
import { formDialog } from '../ui/dialog.js';
import { h } from '../ui/dom.js';
import { field } from '../ui/fields.js';
import { counted, poseWord } from '../words.js';

const path = who => `/v1/people/${who.id}`;

export async function rename(who) {
    const name = field('Name', { name: 'name', value: who.name, required: true, maxlength: 256, autocomplete: 'off' });
    const renamed = await formDialog({
        title: 'Rename', fields: [name.element], action: 'Rename',
        submit: data => api.patch(path(who), { name: data.get('name').trim() }),
    });
    return renamed && `The name is ${renamed.name} now.`;
}

export async function addPhotos(who) {
    const files = field('Photos', { type: 'file', name: 'photo', accept: 'image/*', multiple: true, required: true }, 'Each should show this person alone, looking at the camera, in even light.');
    const added = await formDialog({
        title: `Add photos of ${who.name}`, fields: [files.element], action: 'Add',
        submit: async data => {
            const photos = data.getAll('photo');
            for (const photo of photos)
                await addPhoto(who, photo);
            return photos.length;
        },
    });
    return added && `${counted(added, 'face')} added.`;
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
        title: 'Remove this face?', action: 'Remove', kind: 'danger', fields: [],
        intro: h('p', {}, `The face “${face.pose ? poseWord(face.pose) : 'another look'}” of ${who.name} will be deleted. The others stay.`),
        submit: () => api.delete(`${path(who)}/faces/${face.id}`),
    });
    return removed && 'The face was removed.';
}

export async function exportPerson(who) {
    const first = field('Passphrase', { type: 'password', name: 'passphrase', required: true, minlength: 12, autocomplete: 'new-password' }, 'At least 12 characters. Without it nobody can open the file, and it is stored nowhere.');
    const second = field('Once more', { type: 'password', name: 'again', required: true, autocomplete: 'new-password' });
    const same = () => first.input.value.length >= 12 && first.input.value === second.input.value;
    const saved = await formDialog({
        title: `Export ${who.name}`, fields: [first.element, second.element], action: 'Export',
        intro: h('p', {}, 'Everything stored of this person in one sealed file.'),
        ready: same,
        submit: async data => {
            const { blob, name } = await api.postForFile(`${path(who)}/export`, { passphrase: data.get('passphrase') });
            save(blob, name ?? `${who.name}.semblance`);
        },
    });
    return saved && 'The file was saved.';
}

function save(blob, name) {
    const url = URL.createObjectURL(blob);
    h('a', { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export async function endLockout(who) {
    await api.delete(`/v1/lockouts/${who.id}`);
    return `${who.name} may try again at once.`;
}

/** Removes a person after their name was typed; gives the proof of the removal, or null. */
export function removePerson(who) {
    const typed = field(`Type “${who.name}” to confirm`, { name: 'typed', autocomplete: 'off', spellcheck: 'false' });
    return formDialog({
        title: `Remove ${who.name}?`, fields: [typed.element], action: 'Remove for good', kind: 'danger',
        intro: h('p', {}, 'All faces, pictures and the consent are destroyed. This cannot be undone.'),
        ready: () => typed.input.value.trim() === who.name,
        submit: async () => {
            await api.delete(path(who));
            return api.get(`${path(who)}/removal`);
        },
    });
}
