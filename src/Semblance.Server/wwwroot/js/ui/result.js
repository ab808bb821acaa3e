// The answer of a sign-in in words: what, why, and what to do next.

import { has, t } from '../texts.js';
import { count, counted, decimal } from '../words.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { livenessReport, offReminder, reasonsOf } from './liveness.js';
import { reasonsIn } from './reasons.js';

const LOOKS = { Match: ['good', 'check'], NoMatch: ['bad', 'cross'], SpoofSuspected: ['bad', 'cross'] };

/** A panel for the result of a session. `again` and `other` are what its buttons do; without `other` nothing follows. */
export function resultPanel(result, { fallback, goesBack, again, other }) {
    const [kind, sign] = LOOKS[result.outcome] ?? ['wait', 'question'];
    const matched = result.outcome === 'Match';
    // What does not match has nothing to say of liveness: it may have ended before the checks did.
    const isAboutLiveness = ['Match', 'SpoofSuspected', 'Undecided'].includes(result.outcome);
    const report = isAboutLiveness ? livenessReport(result.liveness) : null;
    const told = report ? reasonsOf(result.liveness) : new Set();
    const isUnshown = result.outcome === 'Undecided' && result.liveness?.verdict === 'unsure' && result.reasonCodes.some(code => told.has(code));
    const title = matched ? t('outcome.Hello', { name: result.person.name }) : t(`outcome.${isUnshown ? 'NotLive' : result.outcome}`);
    return h('div', { class: `result result-${kind}`, 'data-outcome': result.outcome },
        h('div', { class: 'result-sign' }, icon(sign)),
        h('h2', { tabIndex: -1 }, title),
        matched ? h('p', {}, goesBack ? t('result.goesBack') : t('result.signedIn'), !other && ` ${t('link.done')}`)
            : [reasonsIn(result.reasonCodes.filter(code => !told.has(code))).map(reason => h('p', {}, reason)), !report?.querySelector('.checks-advice') && h('p', {}, whatNext(result.outcome))],
        report,
        result.liveness?.policy === 'off' && offReminder(),
        h('p', { class: 'actions' },
            !matched && h('button', { type: 'button', class: 'button button-primary', onclick: again }, t('app.retry')),
            other && h('button', { type: 'button', class: matched ? 'button button-primary' : 'button', onclick: other }, matched ? t('result.done') : t('result.other'))),
        !matched && h('p', { class: 'fallback' }, fallback),
        facts(result));
}

const whatNext = outcome => t(has(`next.${outcome}`) ? `next.${outcome}` : 'next.other');

function facts({ frames, seconds, fmr, pack, score }) {
    const rows = [
        [t('facts.looked'), counted('facts.pictures', frames, { seconds: decimal(seconds) })],
        fmr && [t('facts.strictness'), t('facts.oneStranger', { n: count(Math.round(1 / fmr)) })],
        [t('facts.pack'), h('bdi', {}, pack)],
        score !== undefined && score !== null && [t('facts.score'), decimal(score, 3)],
    ];
    return h('details', { class: 'facts' },
        h('summary', {}, t('facts.title')),
        h('dl', {}, rows.filter(Boolean).map(([term, text]) => [h('dt', {}, term), h('dd', {}, text)])));
}
