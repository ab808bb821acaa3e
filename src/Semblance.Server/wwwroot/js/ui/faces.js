// Pictures of people: the photo where one was kept, their initials where not.

import { h } from './dom.js';
import { initials } from '../words.js';

/** The address of a face's photo. */
export const photoPath = (person, face) => `/v1/people/${person.id}/faces/${face.id}/photo`;

/** A small round picture of a person; decoration, as the name stands beside it. */
export function avatar(person, size = '') {
    const face = person.faces.filter(one => one.hasPhoto).sort((a, b) => b.quality.rank - a.quality.rank)[0];
    return face
        ? h('img', { class: `avatar ${size}`, src: photoPath(person, face), alt: '', loading: 'lazy' })
        : h('span', { class: `avatar ${size}`, 'aria-hidden': 'true' }, initials(person.name));
}
