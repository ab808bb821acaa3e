// What an answer says of liveness, in words: each check, why it objected, and what to try.

import { has, t } from '../texts.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { notice } from './notice.js';
import { reasonsIn } from './reasons.js';

const SIGNS = { live: ['check', 'passed'], spoof: ['cross', 'failed'], unsure: ['question', 'notPassed'] };

/** Shown for good on pages with a camera where nothing is checked. */
export const offWarning = () => h('div', { class: 'off-warning' }, notice('warn', t('liveness.off'), t('liveness.offDetail')));

/** The same beside an answer. */
export const offReminder = () => h('p', { class: 'checks-off' }, icon('warning'), t('liveness.off'));

/** The checks of an answer (`liveness` of docs/api.md); null where it says nothing of them. */
export function livenessReport(liveness) {
    if (!liveness || liveness.policy === 'off' || liveness.verdict === 'notChecked')
        return null;
    const passed = liveness.verdict === 'live';
    return h('section', { class: `checks checks-${liveness.verdict}`, 'data-verdict': liveness.verdict, 'data-policy': liveness.policy },
        h('h3', {}, passed ? t('liveness.passedTitle') : t('liveness.checkedTitle')),
        h('ul', {}, liveness.checks.map(check => row(check, passed))),
        liveness.adviceFor && !passed && h('p', { class: 'checks-advice' }, h('strong', {}, t('liveness.try')), ' ', t(`try.${liveness.adviceFor}`)));
}

/** The codes that the checks give, which need not be said twice. */
export const reasonsOf = liveness => new Set((liveness?.checks ?? []).flatMap(check => check.reasonCodes));

function row({ name, verdict, reasonCodes }, passed) {
    const [sign, word] = SIGNS[verdict] ?? SIGNS.unsure;
    // A check that must only not object may know nothing: that is no failure where the answer is live.
    const isNeutral = passed && verdict !== 'live';
    const reasons = reasonsIn(reasonCodes);
    const said = verdict === 'live' ? [t(`check.${name}.passed`)] : isNeutral ? [t('liveness.neutral')] : reasons.length > 0 ? reasons : [t('liveness.tooLittle')];
    return h('li', { class: `check check-${isNeutral ? 'neutral' : verdict}`, 'data-check': name, 'data-verdict': verdict },
        icon(isNeutral ? 'check' : sign),
        h('div', {},
            h('p', { class: 'check-name' }, has(`check.${name}.name`) ? t(`check.${name}.name`) : name, h('span', { class: 'unseen' }, `: ${t(`liveness.${isNeutral ? 'passed' : word}`)}`)),
            said.map(text => h('p', {}, text))));
}
