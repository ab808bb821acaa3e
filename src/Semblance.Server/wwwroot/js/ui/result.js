// The answer of a sign-in in words: what, why, and what to do next.

import { counted, oneIn } from '../words.js';
import { h } from './dom.js';
import { icon } from './icons.js';

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
    return h('div', { class: `result result-${kind}`, 'data-outcome': result.outcome },
        h('div', { class: 'result-sign' }, icon(sign)),
        h('h2', { tabIndex: -1 }, matched ? `${title}, ${result.person.name}` : title),
        matched ? h('p', {}, goesBack ? 'Going back to the program that asked …' : 'You are signed in.') : [...result.reasons.map(reason => h('p', {}, reason)), h('p', {}, result.message)],
        h('p', { class: 'liveness' }, icon('info'), liveness(result.liveness)),
        h('p', { class: 'actions' },
            !matched && h('button', { type: 'button', class: 'button button-primary', onclick: again }, 'Try again'),
            h('button', { type: 'button', class: matched ? 'button button-primary' : 'button', onclick: other }, matched ? 'Done' : 'Somebody else')),
        !matched && h('p', { class: 'fallback' }, fallback),
        facts(result));
}

function liveness(said) {
    return said?.verdict && said.verdict !== 'notChecked' ? `Liveness: ${said.verdict}.` : 'Liveness is not checked by this version.';
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
