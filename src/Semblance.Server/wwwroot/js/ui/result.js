// The answer of a sign-in in words: what, why, and what to do next.

import { counted, oneIn } from '../words.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { livenessReport, offReminder, reasonsOf } from './liveness.js';

const OUTCOMES = {
    Match: ['good', 'check', 'Hello'],
    NoMatch: ['bad', 'cross', 'Not recognised'],
    NoFace: ['wait', 'question', 'No face to be seen'],
    SeveralFaces: ['wait', 'question', 'More than one face'],
    PoorQuality: ['wait', 'question', 'The picture is not good enough'],
    SpoofSuspected: ['bad', 'cross', 'This did not look like a live person'],
    Undecided: ['wait', 'question', 'Not sure enough'],
};

/** A panel for the result of a session. `again` and `other` are what its buttons do. */
export function resultPanel(result, { fallback, goesBack, again, other }) {
    const [kind, sign, title] = OUTCOMES[result.outcome] ?? ['bad', 'cross', result.outcome];
    const matched = result.outcome === 'Match';
    // What does not match has nothing to say of liveness: it may have ended before the checks did.
    const isAboutLiveness = ['Match', 'SpoofSuspected', 'Undecided'].includes(result.outcome);
    const report = isAboutLiveness ? livenessReport(result.liveness) : null;
    const told = report ? reasonsOf(result.liveness) : new Set();
    const reasons = result.reasons.filter(reason => !told.has(reason));
    const isUnshown = result.outcome === 'Undecided' && result.liveness?.verdict === 'unsure' && result.reasons.some(reason => told.has(reason));
    return h('div', { class: `result result-${kind}`, 'data-outcome': result.outcome },
        h('div', { class: 'result-sign' }, icon(sign)),
        h('h2', { tabIndex: -1 }, matched ? `${title}, ${result.person.name}` : isUnshown ? 'Not shown to be live' : title),
        matched ? h('p', {}, goesBack ? 'Going back to the program that asked …' : 'You are signed in.') : [reasons.map(reason => h('p', {}, reason)), !report?.querySelector('.checks-advice') && h('p', {}, result.message)],
        report,
        result.liveness?.policy === 'off' && offReminder(),
        h('p', { class: 'actions' },
            !matched && h('button', { type: 'button', class: 'button button-primary', onclick: again }, 'Try again'),
            h('button', { type: 'button', class: matched ? 'button button-primary' : 'button', onclick: other }, matched ? 'Done' : 'Somebody else')),
        !matched && h('p', { class: 'fallback' }, fallback),
        facts(result));
}

function facts({ frames, seconds, fmr, pack, score }) {
    const rows = [
        ['Looked at', `${counted(frames, 'frame')} in ${seconds.toFixed(1)} seconds`],
        fmr && ['Strictness', `a stranger is taken for somebody in ${oneIn(fmr)} tries`],
        ['Pack', pack],
        score !== undefined && score !== null && ['Score', score.toFixed(3)],
    ];
    return h('details', { class: 'facts' },
        h('summary', {}, 'How this was decided'),
        h('dl', {}, rows.filter(Boolean).map(([term, text]) => [h('dt', {}, term), h('dd', {}, text)])));
}
