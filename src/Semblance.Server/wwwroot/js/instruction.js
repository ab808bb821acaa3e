// What a person is told to do: one thing at a time.

import { has, t } from './texts.js';

// What helps whatever else is asked for. Anything else, as to look straight ahead, would contradict a turn.
const HELPS_ALWAYS = new Set(['comeCloser', 'moveToMiddle', 'turnToLight', 'lessLight', 'turnCamera', 'onePerson']);
const TURNS = { straight: 'lookStraight', left: 'turnLeft', right: 'turnRight', up: 'lookUp', down: 'lookDown' };

/** The instruction for a frame (`frame` of docs/api.md); an empty text where nothing is asked for. */
export function instruction({ advice, faces, liveness, enrol }) {
    if (liveness?.light)
        return t('advice.lookAtColours');
    const wanted = liveness?.turn ? liveness.turn.direction ?? 'straight' : enrol?.wanted ?? null;
    const helps = HELPS_ALWAYS.has(advice) && (advice !== 'onePerson' || faces.length > 1);
    if (wanted !== null && !helps && (faces.length > 0 || wanted !== 'straight'))
        return t(`advice.${TURNS[wanted]}`);
    return advice !== 'none' && advice !== 'tryAgain' && has(`advice.${advice}`) && (advice !== 'onePerson' || helps) ? t(`advice.${advice}`) : '';
}
