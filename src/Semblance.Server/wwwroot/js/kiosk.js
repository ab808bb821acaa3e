// What a kiosk does beside signing people in: it waits for a face, fills the screen, keeps it awake, and is left with a key only.

import { api } from './api.js';
import { NearFace } from './near.js';
import { t } from './texts.js';
import { allowSound, chime } from './ui/chime.js';
import { formDialog } from './ui/dialog.js';
import { h } from './ui/dom.js';
import { field } from './ui/fields.js';
import { icon } from './ui/icons.js';

const SHOWN = { Match: 5000, other: 8000 };

/** One kiosk on a stage; `onNear` begins a session. */
export class Kiosk {
    #near;
    #answered = false;
    #lock = null;
    #awake = () => this.#keepAwake();

    constructor(stage, onNear) {
        this.#near = new NearFace(stage.video, onNear);
        document.body.classList.add('is-kiosk');
        document.addEventListener('visibilitychange', this.#awake);
        this.#keepAwake();
    }

    /** Waits for the next person. Who was answered just now has to leave first. */
    wait() {
        this.#near.start({ away: this.#answered });
        this.#answered = false;
    }

    /** Somebody began, or something is said: nobody is waited for. */
    pause() {
        this.#near.stop();
    }

    /** An answer is shown; gives for how many milliseconds. */
    answer(outcome) {
        this.#answered = true;
        chime(outcome === 'Match' ? 'good' : outcome === 'NoMatch' || outcome === 'SpoofSuspected' ? 'bad' : 'wait');
        return SHOWN[outcome] ?? SHOWN.other;
    }

    dispose() {
        this.#near.stop();
        document.body.classList.remove('is-kiosk');
        document.removeEventListener('visibilitychange', this.#awake);
        this.#lock?.release();
    }

    // Where the browser cannot, the device's own settings do.
    async #keepAwake() {
        if (!document.hidden)
            this.#lock = await navigator.wakeLock?.request('screen').catch(() => null);
    }
}

/** A button that fills the screen and lets sounds be heard; nothing where the page fills it already or the browser cannot. */
export function fullScreenButton() {
    if (!document.fullscreenEnabled || document.fullscreenElement)
        return null;
    const button = h('button', {
        type: 'button', class: 'button', onclick: async () => {
            allowSound();
            await document.documentElement.requestFullscreen();
            button.remove();
        },
    }, t('kiosk.fullScreen'));
    return button;
}

/** The button that makes the kiosk a browser again. */
export const leaveButton = app => h('button', { type: 'button', class: 'button button-quiet', 'aria-label': t('kiosk.leave'), title: t('kiosk.leave'), onclick: () => leave(app) }, icon('lock'));

async function leave(app) {
    const key = field(t('key.key'), { type: 'password', name: 'key', required: true, autocomplete: 'off', spellcheck: 'false', placeholder: 'smb_', dir: 'ltr' });
    const left = await formDialog({
        title: t('kiosk.leave'), fields: [key.element], action: t('kiosk.leave'),
        intro: h('p', {}, t('kiosk.leaveDetail')),
        submit: async data => {
            try {
                return await api.post('/v1/devices/leave', { key: data.get('key').trim() });
            } catch (problem) {
                throw problem.code === 'notAuthenticated' ? { title: t('key.wrong'), detail: t('kiosk.wrongKey') } : problem;
            }
        },
    });
    if (left) {
        if (document.fullscreenElement)
            await document.exitFullscreen();
        await app.refresh();
    }
}
