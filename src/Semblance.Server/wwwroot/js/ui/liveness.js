// What an answer says of liveness, in words: each check, why it objected, and what to try.

import { h } from './dom.js';
import { icon } from './icons.js';
import { notice } from './notice.js';

// Each check's name, and what it means that it was passed.
const CHECKS = {
    texture: ['Surface', 'Skin, not paper or a screen.'],
    life: ['Life', 'It moves by itself, as a still picture does not.'],
    motion: ['Movement', 'It moves as a head does, not as a picture.'],
    challenge: ['Head turns', 'Made as asked.'],
    light: ['Light', 'The face answered the colours of the screen.'],
};
const SIGNS = { live: ['check', 'passed'], spoof: ['cross', 'failed'], unsure: ['question', 'not passed'] };

const OFF = 'Liveness is off: a photo can pass';

/** Shown for good on pages with a camera where nothing is checked. */
export const offWarning = () => notice('warn', OFF, 'Whoever runs this service has switched it off. Somebody who holds up a picture of you is taken for you.');

/** The same beside an answer. */
export const offReminder = () => h('p', { class: 'checks-off' }, icon('warning'), `${OFF}.`);

/** The checks of an answer (`liveness` of docs/api.md); null where it says nothing of them. */
export function livenessReport(liveness) {
    if (!liveness || liveness.policy === 'off' || liveness.verdict === 'notChecked')
        return null;
    const passed = liveness.verdict === 'live';
    return h('section', { class: `checks checks-${liveness.verdict}`, 'data-verdict': liveness.verdict, 'data-policy': liveness.policy },
        h('h3', {}, passed ? 'Liveness: passed' : 'What was checked'),
        h('ul', {}, liveness.checks.map(check => row(check, passed))),
        liveness.advice && !passed && h('p', { class: 'checks-advice' }, h('strong', {}, 'What to try: '), liveness.advice));
}

/** The reasons that the checks give, which need not be said twice. */
export const reasonsOf = liveness => new Set((liveness?.checks ?? []).flatMap(check => check.reasons));

function row({ name, verdict, reasons }, passed) {
    const [title, good] = CHECKS[name] ?? [name, ''];
    const [sign, word] = SIGNS[verdict] ?? SIGNS.unsure;
    // A check that must only not object may know nothing: that is no failure where the answer is live.
    const isNeutral = passed && verdict !== 'live';
    const said = verdict === 'live' ? [good] : isNeutral ? ['Nothing speaks against it.'] : reasons.length > 0 ? reasons : ['There was not enough to see.'];
    return h('li', { class: `check check-${isNeutral ? 'neutral' : verdict}`, 'data-check': name, 'data-verdict': verdict },
        icon(isNeutral ? 'check' : sign),
        h('div', {}, h('p', { class: 'check-name' }, title, h('span', { class: 'unseen' }, `: ${isNeutral ? 'passed' : word}`)), said.map(text => h('p', {}, text))));
}
