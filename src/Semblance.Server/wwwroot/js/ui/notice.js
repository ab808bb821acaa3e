// Messages, loading states and empty states.

import { t } from '../texts.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/** A message. `kind` is info, good, warn or bad; bad ones are announced at once. */
export function notice(kind, title, detail, ...more) {
    const icons = { info: 'info', good: 'check', warn: 'warning', bad: 'warning' };
    return h('div', { class: `notice notice-${kind}`, role: kind === 'bad' ? 'alert' : 'status' },
        icon(icons[kind]),
        h('div', {},
            h('p', { class: 'notice-title' }, title),
            detail && h('p', {}, detail),
            more));
}

/** What went wrong, with what the service said of this case where that is more. */
export function problemNotice(problem, retry) {
    return notice('bad', problem.title ?? t('problem.unexpected.title'), problem.detail ?? (problem.title ? null : t('problem.unexpected.detail')),
        problem.said && h('p', { lang: 'en', dir: 'ltr' }, problem.said),
        retry && h('p', {}, h('button', { type: 'button', class: 'button button-small', onclick: retry }, t('app.retry'))));
}

/** Shown while something is fetched. */
export function loading(what) {
    return h('p', { class: 'loading', role: 'status' }, h('span', { class: 'spinner', 'aria-hidden': 'true' }), what);
}

/** Shown where there is nothing yet, with what to do about it. */
export function empty(iconName, title, detail, ...actions) {
    return h('div', { class: 'empty' }, icon(iconName, 'icon-large'), h('h2', {}, title), h('p', {}, detail), actions.length > 0 && h('p', { class: 'actions' }, actions));
}
