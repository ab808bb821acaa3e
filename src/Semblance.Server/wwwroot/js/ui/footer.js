// The foot of every page: what a face is worth, and the language.

import { chooseLanguage, language, t } from '../texts.js';
import { fill, freshId, h } from './dom.js';

/** Draws the foot. `onLanguage` is called after another language was chosen. */
export function footer(element, onLanguage) {
    const id = freshId('language');
    fill(element, h('p', {}, t('app.foot')), language.offered.length > 1 && h('p', { class: 'language' },
        h('label', { for: id }, t('app.language')),
        h('select', { id, class: 'input', onchange: choose },
            language.offered.map(([code, name]) => h('option', { value: code, lang: code, selected: code === language.code }, name)))));

    async function choose(event) {
        await chooseLanguage(event.target.value);
        await onLanguage();
        element.querySelector('select').focus();
    }
}
