// Whether somebody stands before the camera: a kiosk begins by itself. Pictures are sent only while something moves, and now and then.

import { api } from './api.js';

const EVERY = 400;          // milliseconds between looks
const ALWAYS = 4000;        // a picture is sent at least so often: somebody may stand quite still
const MOVED = 6;            // grey levels that a picture changes by on average when something moves
const NEAR = 0.22;          // of the picture's height: a head at an arm's length or two
const TROUBLE = 3000;
const SIDE = 320;

/** Watches a video. `onNear` is called once when a face is near in two pictures in a row; `away` waits until nobody is near first. */
export class NearFace {
    #video;
    #onNear;
    #turn = 0;
    #small = Object.assign(document.createElement('canvas'), { width: 32, height: 24 });
    #picture = document.createElement('canvas');
    #before = null;

    constructor(video, onNear) {
        this.#video = video;
        this.#onNear = onNear;
    }

    /** Begins. With `away`, somebody who is there already is passed over until they have gone, or for `patience` milliseconds. */
    async start({ away = false, patience = 15_000 } = {}) {
        const mine = ++this.#turn;
        const began = performance.now();
        let waits = away, seen = 0, sent = -Infinity;
        while (mine === this.#turn) {
            await new Promise(resolve => setTimeout(resolve, EVERY));
            if (mine !== this.#turn || this.#video.videoWidth === 0 || document.hidden)
                continue;
            const now = performance.now();
            if (!this.#hasMoved() && seen === 0 && now - sent < ALWAYS)
                continue;
            sent = now;
            const isNear = await this.#look();
            if (mine !== this.#turn)
                return;
            if (waits && (!isNear || now - began > patience))
                waits = false;
            seen = isNear && !waits ? seen + 1 : 0;
            if (seen >= 2) {
                this.stop();
                this.#onNear();
                return;
            }
        }
    }

    stop() {
        this.#turn += 1;
    }

    #hasMoved() {
        const context = this.#small.getContext('2d', { willReadFrequently: true });
        context.drawImage(this.#video, 0, 0, this.#small.width, this.#small.height);
        const { data } = context.getImageData(0, 0, this.#small.width, this.#small.height);
        const before = this.#before;
        this.#before = data;
        if (before === null)
            return true;
        let change = 0;
        for (let i = 0; i < data.length; i += 4)
            change += Math.abs(data[i + 1] - before[i + 1]);
        return change / (data.length / 4) > MOVED;
    }

    async #look() {
        const scale = Math.min(1, SIDE / Math.max(this.#video.videoWidth, this.#video.videoHeight));
        [this.#picture.width, this.#picture.height] = [Math.round(this.#video.videoWidth * scale), Math.round(this.#video.videoHeight * scale)];
        this.#picture.getContext('2d').drawImage(this.#video, 0, 0, this.#picture.width, this.#picture.height);
        const body = new FormData();
        body.append('photo', await new Promise(resolve => this.#picture.toBlob(resolve, 'image/jpeg', 0.7)));
        try {
            return (await api.post('/v1/presence', body)).share >= NEAR;
        } catch {
            // The service is busy, or restarts: a kiosk waits for it.
            await new Promise(resolve => setTimeout(resolve, TROUBLE));
            return false;
        }
    }
}
