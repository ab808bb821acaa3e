// The texts of the page, one file a language (../texts), fetched once. English is the reference; a test compares the others with it.

import { at } from './base.js';

const CHOICE = 'semblance.language';
const RIGHT_TO_LEFT = new Set(['ar']);

/** What each language calls itself. */
const NAMES = {
    en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español', pt: 'Português', it: 'Italiano', pl: 'Polski', tr: 'Türkçe', hi: 'हिन्दी', ar: 'العربية', zh: '简体中文', ja: '日本語',
};

let texts = {};
let plurals = new Intl.PluralRules('en');

/** The language of the page, and the languages that a person may choose from: [code, name]. */
export const language = { code: 'en', locale: 'en', offered: [] };

/** Fetches the texts: in the language that was chosen on this device, else in the first of the browser's that is offered, else in the first one offered. */
export async function loadTexts() {
    const { languages } = document.documentElement.dataset;
    const offered = languages.split(' ').filter(code => code in NAMES);
    const asked = [localStorage.getItem(CHOICE), ...navigator.languages].filter(Boolean);
    const wanted = asked.find(one => offered.includes(one.split('-')[0].toLowerCase())) ?? offered[0];
    await take(wanted.split('-')[0].toLowerCase());
    language.offered = offered.map(code => [code, NAMES[code]]);
}

/** Changes the language for as long as the page is open, where it is offered. */
export async function showLanguage(code) {
    if (language.offered.some(([one]) => one === code))
        await take(code);
}

/** Changes the language, and remembers it on this device. */
export async function chooseLanguage(code) {
    await take(code);
    localStorage.setItem(CHOICE, code);
}

async function take(code) {
    const response = await fetch(at(`texts/${code}.json`));
    if (!response.ok)
        throw new Error(`texts/${code}.json: ${response.status}`);
    texts = await response.json();
    // Dates and numbers as in the region that the browser was set to, where it is one of this language.
    const locale = navigator.languages.find(one => one.split('-')[0].toLowerCase() === code) ?? code;
    Object.assign(language, { code, locale });
    plurals = new Intl.PluralRules(code);
    document.documentElement.lang = code === 'zh' ? 'zh-Hans' : code;
    document.documentElement.dir = RIGHT_TO_LEFT.has(code) ? 'rtl' : 'ltr';
}

const find = key => key.split('.').reduce((place, part) => place?.[part], texts);

/** Whether there is such a text. */
export const has = key => find(key) !== undefined;

/**
 * A text, by its group and name, with values for the placeholders that it names in braces. One that depends on a number takes it as `number`, and as `n` how it is written.
 */
export function t(key, values = {}) {
    let text = find(key);
    if (text !== undefined && typeof text !== 'string')
        text = text[plurals.select(values.number)];
    if (typeof text !== 'string')
        throw new Error(`There is no text ${key} in ${language.code}.`);
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
