// Form fields with their labels and hints.

import { freshId, h } from './dom.js';

/** A labelled input; `hint` is read with it. Further attributes go to the input. */
export function field(label, attributes = {}, hint = null) {
    const id = freshId('field');
    const hintId = hint ? `${id}-hint` : null;
    const tag = attributes.tag ?? 'input';
    const input = h(tag, { id, class: 'input', 'aria-describedby': hintId, ...without(attributes, 'tag', 'options') },
        (attributes.options ?? []).map(([value, text]) => h('option', { value, selected: value === attributes.value }, text)));
    return {
        input,
        element: h('div', { class: 'field' },
            h('label', { for: id }, label),
            input,
            hint && h('p', { class: 'hint', id: hintId }, hint)),
    };
}

/** A checkbox or radio button with its label behind it. */
export function choice(label, attributes = {}, hint = null) {
    const id = freshId('choice');
    const hintId = hint ? `${id}-hint` : null;
    const input = h('input', { id, 'aria-describedby': hintId, ...attributes });
    return {
        input,
        element: h('div', { class: 'choice' },
            input,
            h('div', {}, h('label', { for: id }, label), hint && h('p', { class: 'hint', id: hintId }, hint))),
    };
}

function without(object, ...names) {
    return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
