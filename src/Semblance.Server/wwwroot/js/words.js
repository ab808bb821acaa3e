// Words for what the service says in codes and numbers.

import { has, language, t } from './texts.js';

/** What is said of other ways to sign in where the service's settings say nothing. */
export const otherWays = () => t('signin.otherWays');

/** The name of a pose. */
export const poseWord = pose => pose ? t(`pose.${pose}`) : t('pose.other');

/** A whole number with separators. */
export const count = number => new Intl.NumberFormat(language.locale).format(number);

/** A number with one digit after the point. */
export const decimal = (number, digits = 1) => new Intl.NumberFormat(language.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(number);

/** A rate as "1 in 10,000". */
export const oneIn = rate => t('words.oneIn', { n: count(Math.round(1 / rate)) });

/** A text that depends on a number, such as "3 faces". */
export const counted = (key, number, values = {}) => t(key, { number, n: count(number), ...values });

/** A day. */
export const day = iso => new Intl.DateTimeFormat(language.locale, { dateStyle: 'medium' }).format(new Date(iso));

/** A day and time, to the second. */
export const moment = iso => new Intl.DateTimeFormat(language.locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' }).format(new Date(iso));

/** How good a face is for recognition, 0 to 1: good, fair or weak. */
export const qualityOf = rank => rank >= 0.6 ? 'good' : rank >= 0.3 ? 'fair' : 'weak';

/** The same in a word. */
export const qualityWord = rank => t(`quality.${qualityOf(rank)}`);

/** A word of the service, where there is one for it in this language, else its code. */
export const word = (group, code) => has(`${group}.${code}`) ? t(`${group}.${code}`) : code;

/** A time span in seconds as 0:42 or 1:05:00. */
export function clock(seconds) {
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const two = new Intl.NumberFormat(language.locale, { minimumIntegerDigits: 2 });
    return (parts[0] > 0 ? parts : parts.slice(1)).map((part, index) => index === 0 ? count(part) : two.format(part)).join(':');
}

/** The first letters of a name. */
export function initials(name) {
    const words = name.split(/[\s._-]+/).filter(one => one !== '').map(one => [...one]);
    return (words.length > 1 ? words[0][0] + words.at(-1)[0] : [...name].slice(0, 2).join('')).toUpperCase();
}
