// Signing in: a person before the camera, claiming a name or asking who they are.

import { api, Problem, problemOf, withQuery } from '../api.js';
import { at } from '../base.js';
import { tell } from '../inside.js';
import { instruction } from '../instruction.js';
import { fullScreenButton, Kiosk } from '../kiosk.js';
import { FaceSession } from '../session.js';
import { t } from '../texts.js';
import { Advice } from '../ui/advice.js';
import { busy, fill, h } from '../ui/dom.js';
import { choice, field } from '../ui/fields.js';
import { icon } from '../ui/icons.js';
import { notice } from '../ui/notice.js';
import { askForLight, Flash } from '../ui/light.js';
import { offWarning } from '../ui/liveness.js';
import { phoneButton } from '../ui/phone.js';
import { Stage } from '../ui/stage.js';
import { Steps, TurnRing } from '../ui/turn-ring.js';
import { Countdown } from '../ui/countdown.js';
import { resultPanel } from '../ui/result.js';
import { otherWays } from '../words.js';

const BACK_AFTER = 60_000;      // a result does not stay on a kiosk's screen

export default async function signIn(app, address) {
    // Another program sent the browser here (docs/api.md, sign-in for other programs): back to it after a match.
    const authorize = address.searchParams.get('authorize');
    const program = authorize === null ? null : await programOf(authorize);
    if (authorize !== null && program === null)
        return tooLate(authorize);
    const fallback = app.me.fallback ?? otherWays();
    const ring = new TurnRing(() => stage.camera.mirrored);
    const stage = new Stage({ overlay: ring.element });
    const steps = new Steps();
    const advice = new Advice();
    const progress = h('progress', { class: 'progress', max: 1, value: 0, 'aria-label': t('signin.progress') });
    const panel = h('div', { class: 'panel' });
    const claim = choice(t('signin.claim'), { type: 'radio', name: 'purpose', value: 'verify', checked: true });
    const ask = choice(t('signin.ask'), { type: 'radio', name: 'purpose', value: 'identify' });
    const name = field(t('signin.name'), { name: 'person', autocomplete: 'off', spellcheck: 'false', maxlength: 256, required: true }, t('signin.nameHint'));
    const start = h('button', { class: 'button button-primary button-wide button-large' }, icon('face'), t('nav.signin'));
    const form = h('form', { class: 'form', onsubmit: begin },
        h('fieldset', { class: 'switch' }, h('legend', { class: 'unseen' }, t('signin.how')), claim.element, ask.element),
        name.element, start,
        program && h('button', { type: 'button', class: 'button', onclick: refuse }, icon('back', 'icon-ahead'), t('program.back', { name: program.name })),
        app.may('enroll') && !app.me.link && authorize === null && phoneButton(t('link.makeSignIn'), () => ({ action: 'signIn' })));
    const flash = new Flash({
        onPainted: (number, index, at) => current?.painted(number, index, at),
        onStop: () => current?.noLight(),
        onHidden: () => fail(problemOf('hidden')),
    });
    const kiosk = app.me.device ? new Kiosk(stage, begin) : null;
    let current = null, lastFrame = null, timer = null, countdown = null, question = new AbortController(), prompted = null, attempt = 0;

    form.addEventListener('change', () => {
        name.element.hidden = ask.input.checked;
        name.input.required = claim.input.checked;
    });
    stage.camera.onLost = problem => fail(problem);
    ask.input.checked = kiosk !== null;
    name.element.hidden = ask.input.checked;
    name.input.required = claim.input.checked;

    function idle({ focus = false, keepName = false } = {}) {
        settle();
        if (!keepName)
            name.input.value = app.inside?.person ?? '';
        if (kiosk)
            return ready();
        stage.stop();
        advice.clear();
        fill(panel, form);
        if (focus)
            (claim.input.checked && !keepName ? name.input : start).focus();
    }

    // A kiosk: the camera is on, and the next face begins a session.
    async function ready() {
        ask.input.checked = true;
        name.element.hidden = true;
        name.input.required = false;
        // The name of who was answered is nothing to the next one.
        stage.clear();
        advice.say(t('kiosk.ready'));
        const mine = attempt;
        fill(panel, h('div', { class: 'running' }, advice.element, h('p', { class: 'tally' }, t('kiosk.how')),
            h('p', { class: 'actions' }, h('button', { type: 'button', class: 'button', onclick: claimAtKiosk }, t('signin.claim')), fullScreenButton())));
        try {
            if (!stage.isOn)
                await stage.start();
        } catch (problem) {
            if (mine === attempt)
                fail(problem);
            return;
        }
        if (mine === attempt)
            kiosk.wait();
    }

    function claimAtKiosk() {
        settle();
        advice.clear();
        claim.input.checked = true;
        name.element.hidden = false;
        name.input.required = true;
        fill(panel, form, h('p', { class: 'actions' }, h('button', { type: 'button', class: 'button', onclick: () => idle() }, t('app.back'))));
        name.input.focus();
        timer = setTimeout(() => idle(), BACK_AFTER);
    }

    const wish = () => ({ ...ask.input.checked ? { purpose: 'identify' } : { purpose: 'verify', person: name.input.value.trim() }, ...authorize !== null && { authorize }, ...app.inside?.nonce && { nonce: app.inside.nonce } });

    async function refuse() {
        try {
            await api.post('/connect/refuse', { query: authorize });
            location.assign(at(`/connect/authorize${authorize}`));
        } catch (problem) {
            fail(problem);
        }
    }

    async function begin(event) {
        event?.preventDefault();
        settle();
        showRunning();
        advice.say(t('camera.starting'));
        const mine = attempt;
        try {
            if (!kiosk || !stage.isOn)
                await stage.start();
            stage.frame.scrollIntoView({ block: 'nearest' });
            if (mine !== attempt)
                return;
            let spared = false;
            const running = new FaceSession(stage.camera, {
                onGranted: async granted => { spared = await isSpared(granted, mine); },
                onReady: () => {
                    if (spared)
                        running.noLight();
                    advice.say(t('advice.lookHere'));
                },
                onFrame, onResult, onProblem: fail,
            });
            current = running;
            await running.begin(wish());
        } catch (problem) {
            if (mine === attempt)
                fail(problem);
        }
    }

    // Whether the person wants no flashing light; where they want neither, the session is not begun.
    async function isSpared({ liveness }, mine) {
        if (liveness !== 'challenge+light')
            return false;
        const chosen = await askForLight(question.signal);
        if (chosen === null && mine === attempt)
            idle({ focus: true, keepName: true });
        return chosen === 'none';
    }

    function showRunning() {
        busy(true);
        progress.value = 0;
        lastFrame = null;
        const cancel = h('button', { type: 'button', class: 'button', onclick: () => idle({ focus: true, keepName: true }) }, t('app.cancel'));
        fill(panel, h('div', { class: 'running' }, advice.element, steps.element, progress, h('p', { class: 'actions' }, cancel)));
        cancel.focus();
    }

    function onFrame(frame) {
        lastFrame = frame;
        const turn = frame.liveness?.turn ?? null;
        const isNew = promptOf(turn) !== promptOf(prompted);
        prompted = turn;
        // The ring leads through turns; a box beside it would only distract.
        if (turn === null)
            stage.draw(frame.size, frame.faces);
        else
            stage.clear();
        ring.show(turn);
        steps.show(turn);
        flash.follow(frame.liveness?.light ?? null);
        advice.say(instruction(frame) || t('advice.holdStill'), { now: isNew });
        progress.value = frame.progress;
    }

    function onResult(result) {
        clearGuides();
        drawAnswer(result);
        stage.freeze();
        const shown = kiosk?.answer(result.outcome) ?? BACK_AFTER;
        say(resultPanel(result, { fallback, goesBack: authorize !== null, again, other: app.me.link && result.outcome === 'Match' ? null : () => idle({ focus: true }) }));
        tell({ semblance: 'result', outcome: result.outcome, person: result.person ?? null, token: result.token, expires: result.expires, reasonCodes: result.reasonCodes });
        if (result.outcome === 'Match' && authorize !== null)
            goBack(result.token);
        else if (result.outcome === 'Match' || kiosk)
            timer = setTimeout(() => idle(), shown);
    }

    async function goBack(token) {
        try {
            await api.post('/connect/face', { token, query: authorize });
            location.assign(at(`/connect/authorize${authorize}`));
        } catch (problem) {
            fail(problem);
        }
    }

    function fail(problem) {
        const session = current;
        settle();
        session?.cancel();
        tell({ semblance: 'problem', code: problem.code ?? problem.kind });
        if (problem.code === 'lockedOut')
            lockedOut(problem);
        else
            show(notice('bad', problem.title, problem.detail), actions());
        if (kiosk && problem.code !== 'lockedOut')
            timer = setTimeout(() => idle(), kiosk.answer('failed'));
    }

    // A session that was closed because of the pause does not say how long it is; asking for the next one does.
    async function lockedOut(problem) {
        let wait = problem.retryAfter;
        if (wait === null) {
            const asked = await api.post('/v1/sessions', wish()).catch(refused => refused);
            if (asked instanceof Problem)
                wait = asked.retryAfter;
            else
                await api.delete(`/v1/sessions/${asked.id}`);
        }
        const retry = h('button', { type: 'button', class: 'button button-primary', onclick: again }, t('app.retry'));
        countdown = new Countdown(wait ?? 0, {
            onDone: () => {
                retry.disabled = false;
                if (kiosk)
                    timer = setTimeout(() => idle(), kiosk.answer('failed'));
            },
        });
        retry.disabled = countdown.isRunning;
        show(
            h('div', { class: 'result result-wait', 'data-outcome': 'TooManyTries' },
                h('div', { class: 'result-sign' }, icon('lock')),
                h('h2', { tabIndex: -1 }, t('problem.lockedOut.title')),
                h('p', {}, t('problem.lockedOut.detail')),
                countdown.element,
                h('p', { class: 'fallback' }, fallback)),
            h('p', { class: 'actions' }, retry, h('button', { type: 'button', class: 'button', onclick: () => idle({ focus: true }) }, t('result.other'))));
    }

    const actions = () => h('p', { class: 'actions' },
        h('button', { type: 'button', class: 'button button-primary', onclick: again }, t('app.retry')),
        h('button', { type: 'button', class: 'button', onclick: () => idle({ focus: true }) }, t('app.back')));

    function again() {
        if (claim.input.checked && name.input.value.trim() === '')
            idle({ focus: true });
        else
            begin();
    }

    // The picture stays for as long as the answer does, the box in the colour of the answer.
    function drawAnswer({ outcome, person }) {
        const state = { Match: 'match', NoMatch: 'unknown', SpoofSuspected: 'unusable', Undecided: 'unusable' }[outcome];
        if (state && lastFrame?.faces.length > 0)
            stage.draw(lastFrame.size, [{ box: lastFrame.faces[0].box, state, name: person?.name }]);
    }

    function show(...content) {
        stage.stop();
        say(...content);
    }

    function say(...content) {
        busy(false);
        advice.clear();
        fill(panel, content);
        (panel.querySelector('h2') ?? panel.querySelector('button'))?.focus();
    }

    const promptOf = turn => turn && `${turn.step} ${turn.direction} ${turn.restarts}`;

    function clearGuides() {
        prompted = null;
        ring.show(null);
        steps.show(null);
        flash.stop();
    }

    // Ends what goes on: a session, a wait, a question, a camera that is being opened.
    function settle() {
        busy(false);
        kiosk?.pause();
        attempt += 1;
        question.abort();
        question = new AbortController();
        clearGuides();
        clearTimeout(timer);
        countdown?.stop();
        countdown = null;
        current?.cancel();
        current = null;
    }

    idle();
    return {
        title: t('nav.signin'),
        element: h('div', { class: 'page' },
            h('h1', {}, program ? t('program.title', { name: program.name }) : t('signin.title')),
            h('p', { class: 'lead' }, program ? t('program.lead', { name: program.name }) : t('signin.lead')),
            app.me.liveness === 'off' && offWarning(),
            h('div', { class: 'live' }, stage.element, panel)),
        dispose: () => {
            settle();
            kiosk?.dispose();
            stage.stop();
        },
    };
}

// Who asks; null where it was too long ago, or in another browser.
async function programOf(authorize) {
    try {
        return await api.get(withQuery('/connect/request', { query: authorize }));
    } catch (problem) {
        if (problem.code === 'notFound' || problem.code === 'notAuthenticated')
            return null;
        throw problem;
    }
}

// Asked again, the service looks whether the program may, and lets this browser in.
const tooLate = authorize => ({
    title: t('nav.signin'),
    element: h('div', { class: 'page page-narrow' },
        h('h1', {}, t('program.over')),
        h('p', { class: 'lead' }, t('program.overDetail')),
        h('p', { class: 'actions' }, h('a', { class: 'button button-primary', href: at(`/connect/authorize${authorize}`) }, t('program.again')))),
});
