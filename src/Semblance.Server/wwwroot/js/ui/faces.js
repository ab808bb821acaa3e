// Pictures of people. Lists show initials: every photo that is shown is an entry of the audit log.

import { at } from '../base.js';
import { h } from './dom.js';
import { initials } from '../words.js';

/** The address of a face's photo. */
export const photoPath = (person, face) => at(`/v1/people/${person.id}/faces/${face.id}/photo`);

/** A person's initials in a circle; decoration, as the name stands beside it. */
export function avatar(person, size = '') {
    return h('span', { class: `avatar ${size}`, 'aria-hidden': 'true' }, initials(person.name));
}
