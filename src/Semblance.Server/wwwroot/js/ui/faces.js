// Pictures of people: small ones in lists where photos were kept, initials elsewhere.

import { at } from '../base.js';
import { h } from './dom.js';
import { initials } from '../words.js';

/** The address of a face's photo. */
export const photoPath = (person, face) => at(`/v1/people/${person.id}/faces/${face.id}/photo`);

/** A person's face in a circle, or their initials; decoration, as the name stands beside it. */
export function avatar(person, size = '') {
    const letters = h('span', { class: `avatar ${size}`, 'aria-hidden': 'true' }, initials(person.name));
    if (!person.faces?.some(face => face.hasPhoto))
        return letters;
    // Fetched when the row comes into sight. What cannot be shown now, such as of somebody who was just removed, leaves the initials.
    const picture = h('img', { class: 'avatar-picture', src: at(`/v1/people/${person.id}/thumbnail`), alt: '', loading: 'lazy', onerror: () => picture.remove() });
    letters.append(picture);
    return letters;
}
