// The guided capture: the ring, the advice, the thumbnails.

import { instruction } from '../instruction.js';
import { FaceSession } from '../session.js';
import { t } from '../texts.js';
import { Advice } from '../ui/advice.js';
import { busy, fill, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { PoseRing, Stage } from '../ui/stage.js';
import { count, poseWord, qualityOf, qualityWord } from '../words.js';

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
    const shelf = h('ol', { class: 'shelf', 'aria-label': t('capture.taken') });
    const finish = h('button', { type: 'button', class: 'button button-primary button-large', disabled: true, onclick: end }, t('capture.finish'));
    const cancel = h('button', { type: 'button', class: 'button', onclick: () => { stop(); onCancel(); } }, t('app.cancel'));
    const tally = h('p', { class: 'tally' });
    let poses = POSES, over = false, isLive = true;

    const session = new FaceSession(stage.camera, {
        onReady: ready => {
            poses = ready.poses ?? POSES;
            show({ captured: [], wanted: null, canFinish: false });
            advice.say(t('advice.lookStraight'));
        },
        onFrame: frame => {
            if (frame.sequence)
                stage.draw(frame.size, frame.faces, { plain: true });
            // Finishing waits for a live person (docs/api.md); it is said once nothing else is wanted.
            isLive = frame.enrol?.canFinish || !frame.liveness;
            advice.say(instruction(frame) || t(frame.enrol?.wanted ? 'advice.holdStill' : isLive ? 'capture.pressFinish' : 'advice.moveHead'));
            if (frame.enrol)
                show(frame.enrol);
        },
        onResult: result => { stop(); onResult(result); },
        onProblem: problem => { stop(); onProblem(problem); },
    });
    stage.camera.onLost = problem => { stop(); onProblem(problem); };

    async function begin() {
        busy(true);
        show({ captured: [], wanted: null, canFinish: false });
        advice.say(t('camera.starting'));
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
        finish.textContent = done >= poses.length || !canFinish ? t('capture.finish') : t('capture.finishWith', { done: count(done), all: count(poses.length) });
        fill(tally, done >= poses.length ? t(isLive ? 'capture.all' : 'capture.allChecking')
            : canFinish ? t('capture.enough')
                : t('capture.some', { done: count(done), all: count(poses.length) }));
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
            h('p', { class: `slot-quality${taken ? ` quality-${qualityOf(taken.rank)}` : ''}` }, taken ? qualityWord(taken.rank) : t(isWanted ? 'capture.now' : 'capture.missing')),
            taken && h('button', { type: 'button', class: 'button button-small', 'aria-label': t('capture.retakePose', { pose: poseWord(pose) }), onclick: () => session.retake(pose) },
                icon('retake'), h('span', {}, t('capture.retake'))));
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
        finish.textContent = t('capture.finishing');
        session.finish();
    }

    function stop() {
        busy(false);
        over = true;
        session.cancel();
        stage.stop();
        advice.clear();
    }

    return {
        element: h('div', { class: 'capture' },
            h('div', { class: 'live' }, stage.element,
                h('div', { class: 'panel' }, h('h2', { class: 'unseen' }, t('capture.title')), advice.element, tally, h('p', { class: 'actions' }, finish, cancel))),
            shelf),
        begin,
        portrait: () => (pictures.get('straight') ?? pictures.values().next().value)?.url ?? null,
        dispose: () => {
            stop();
            [...pictures.keys()].forEach(drop);
        },
    };
}
