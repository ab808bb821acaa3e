// The guided capture: the ring, the advice, the thumbnails.

import { FaceSession } from '../session.js';
import { Advice } from '../ui/advice.js';
import { fill, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { PoseRing, Stage } from '../ui/stage.js';
import { poseWord, qualityWord } from '../words.js';

const POSES = ['straight', 'left', 'right', 'up', 'down'];

/**
 * A capture for one enrolment session. `begin()` starts it, `portrait()` gives the straightest picture as an address, `dispose()` ends it.
 * `onResult` gets the service's result, `onProblem` what kept the session from one.
 */
export function capture(wish, { onResult, onProblem, onCancel }) {
    const ring = new PoseRing(() => stage.camera.mirrored);
    const stage = new Stage({ overlay: ring.element });
    const advice = new Advice();
    const pictures = new Map();      // pose -> { sequence, url, rank }
    const shelf = h('ol', { class: 'shelf', 'aria-label': 'Pictures taken' });
    const finish = h('button', { type: 'button', class: 'button button-primary button-large', disabled: true, onclick: end }, 'Finish');
    const cancel = h('button', { type: 'button', class: 'button', onclick: () => { stop(); onCancel(); } }, 'Cancel');
    const tally = h('p', { class: 'tally' });
    let poses = POSES, over = false, isLive = true;

    const session = new FaceSession(stage.camera, {
        onReady: ready => {
            poses = ready.poses ?? POSES;
            show({ captured: [], wanted: null, canFinish: false });
            advice.say('Look straight at the camera');
        },
        onFrame: frame => {
            if (frame.sequence)
                stage.draw(frame.size, frame.faces, { plain: true });
            // Finishing waits for a live person (docs/api.md); it is said once nothing else is wanted.
            isLive = frame.enrol?.canFinish || !frame.liveness;
            advice.say(frame.message || (frame.enrol?.wanted ? 'Hold still' : isLive ? 'That was all. Press Finish.' : frame.liveness.message || 'Move your head a little'));
            if (frame.enrol)
                show(frame.enrol);
        },
        onResult: result => { stop(); onResult(result); },
        onProblem: problem => { stop(); onProblem(problem); },
    });
    stage.camera.onLost = problem => { stop(); onProblem(problem); };

    async function begin() {
        show({ captured: [], wanted: null, canFinish: false });
        advice.say('Starting the camera');
        cancel.focus();
        try {
            await stage.start();
            if (over)
                return stage.stop();
            await session.begin(wish);
        } catch (problem) {
            if (!over) {
                stop();
                onProblem(problem);
            }
        }
    }

    let drawn = '';

    function show({ captured, wanted, canFinish }) {
        ring.show(captured.map(one => one.pose), wanted);
        for (const one of captured)
            take(one);
        for (const pose of [...pictures.keys()])
            if (!captured.some(one => one.pose === pose))
                drop(pose);

        // Redrawn when something changed only: the focus stays where it is.
        const state = JSON.stringify([captured.map(one => [one.pose, one.sequence]), wanted, canFinish, isLive]);
        if (state === drawn)
            return;
        drawn = state;
        const done = captured.length;
        finish.disabled = !canFinish;
        finish.textContent = done >= poses.length || !canFinish ? 'Finish' : `Finish with ${done} of ${poses.length}`;
        fill(tally, done >= poses.length ? isLive ? 'All pictures are taken.' : 'All pictures are taken. Checking that a live person is here …'
            : canFinish ? 'This is enough to finish. More pictures make recognition surer.'
                : `${done} of ${poses.length} pictures taken.`);
        const focused = shelf.contains(document.activeElement);
        fill(shelf, poses.map(pose => slot(pose, captured.find(one => one.pose === pose), pose === wanted)));
        if (focused)
            (finish.disabled ? cancel : finish).focus();
    }

    function slot(pose, taken, isWanted) {
        const url = pictures.get(pose)?.url;
        return h('li', { class: `slot${taken ? ' is-taken' : ''}${isWanted ? ' is-wanted' : ''}` },
            h('div', { class: 'slot-picture' }, url ? h('img', { src: url, alt: '' }) : icon(taken ? 'check' : 'face')),
            h('p', { class: 'slot-name' }, poseWord(pose)),
            h('p', { class: `slot-quality${taken ? ` quality-${qualityWord(taken.rank).toLowerCase()}` : ''}` }, taken ? qualityWord(taken.rank) : isWanted ? 'Now' : 'Missing'),
            taken && h('button', { type: 'button', class: 'button button-small', 'aria-label': `Retake ${poseWord(pose).toLowerCase()}`, onclick: () => session.retake(pose) },
                icon('retake'), h('span', {}, 'Retake')));
    }

    // Thumbnails are this page's own frames: the service names them by their sequence number.
    function take({ pose, sequence }) {
        if (pictures.get(pose)?.sequence === sequence)
            return;
        drop(pose);
        const jpeg = session.picture(sequence);
        if (jpeg)
            pictures.set(pose, { sequence, url: URL.createObjectURL(jpeg) });
    }

    function drop(pose) {
        URL.revokeObjectURL(pictures.get(pose)?.url);
        pictures.delete(pose);
    }

    function end() {
        finish.disabled = true;
        finish.textContent = 'Finishing …';
        session.finish();
    }

    function stop() {
        over = true;
        session.cancel();
        stage.stop();
        advice.clear();
    }

    return {
        element: h('div', { class: 'capture' },
            h('div', { class: 'live' }, stage.element,
                h('div', { class: 'panel' }, h('h2', { class: 'unseen' }, 'Capture'), advice.element, tally, h('p', { class: 'actions' }, finish, cancel))),
            shelf),
        begin,
        portrait: () => (pictures.get('straight') ?? pictures.values().next().value)?.url ?? null,
        dispose: () => {
            stop();
            [...pictures.keys()].forEach(drop);
        },
    };
}
