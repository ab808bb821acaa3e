// A face session: asks for one, streams frames, hears what the service says.

import { api, problemOf } from './api.js';
import { at } from './base.js';
import { FrameMaker, frameMessage, nextPicture } from './frames.js';

const BETWEEN_FRAMES = 66;      // milliseconds: about 15 a second
const EARLY = 20;               // a camera of 15 pictures a second is not to lose every other one by a hair
const UNANSWERED = 2;           // frames on their way at most
const BUFFERED = 256 * 1024;    // bytes that the browser may hold back at most
const KEPT = 90;                // own frames kept for thumbnails
const TOKEN = 45_000;           // milliseconds after which a token is replaced rather than used

// Why the socket was closed (docs/api.md): a name in the group problem of the texts.
const CLOSED = {
    4400: 'badMessage', 4401: 'badToken', 4403: 'lockedOut', 4408: 'stalled', 4409: 'outOfOrder', 4410: 'expired', 4413: 'frameTooLarge', 4429: 'tooManyFrames',
    4500: 'unexpected', 4503: 'stopping', 4504: 'overloaded',
};

/**
 * One session over one camera. Handlers: `onGranted`, which may ask the person something before the session begins, `onReady`, `onFrame`, `onResult`, `onProblem`;
 * after the last two nothing follows.
 */
export class FaceSession {
    #camera;
    #handlers;
    #socket = null;
    #frames = new FrameMaker();
    #own = new Map();
    #sent = 0;
    #answered = 0;
    #began = 0;
    #ended = false;

    constructor(camera, handlers) {
        this.#camera = camera;
        this.#handlers = handlers;
    }

    /** Asks the service for a session and begins it. Throws a Problem where the service refuses. */
    async begin(request) {
        const asked = performance.now();
        let granted = await api.post('/v1/sessions', request);
        if (!this.#ended)
            await this.#handlers.onGranted?.(granted);
        // Whoever read for long needs another token.
        if (!this.#ended && performance.now() - asked > TOKEN)
            granted = await api.post('/v1/sessions', request);
        const { id, token, poses } = granted;
        if (this.#ended) {
            await api.delete(`/v1/sessions/${id}`);
            return;
        }
        const address = at(`/v1/sessions/${id}/stream`);
        address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
        this.#socket = new WebSocket(address, 'semblance.v1');
        this.#socket.onopen = () => this.#say({ type: 'start', token });
        this.#socket.onmessage = event => this.#hear(JSON.parse(event.data), poses);
        this.#socket.onclose = event => this.#fail(closed(event));
    }

    /** One of this page's own frames as a JPEG; undefined where it is no longer kept. */
    picture(sequence) {
        return this.#own.get(sequence);
    }

    retake(pose) {
        this.#say({ type: 'retake', pose });
    }

    finish() {
        this.#say({ type: 'finish' });
    }

    /** Asks for head turns instead of coloured light. */
    noLight() {
        this.#say({ type: 'noLight' });
    }

    /** Says that a colour is on the screen since `at`, of performance.now(). */
    painted(light, index, at) {
        this.#say({ type: 'painted', light, index, at: Math.max(0, at - this.#began) });
    }

    /** Ends the session without an answer. */
    cancel() {
        if (this.#ended)
            return;
        this.#say({ type: 'cancel' });
        this.#end();
    }

    #hear(message, poses) {
        if (this.#ended)
            return;
        switch (message.type) {
            case 'ready':
                this.#handlers.onReady?.({ poses, ...message });
                this.#stream();
                break;
            case 'frame':
                // An answer to a command has no sequence number.
                this.#answered = Math.max(this.#answered, message.sequence ?? 0);
                this.#handlers.onFrame?.(message);
                break;
            case 'result':
                this.#end();
                this.#handlers.onResult?.(message);
                break;
        }
    }

    async #stream() {
        // The first JPEG takes longest. Made once for nothing, so that the first frame does not arrive late: the service holds all later times against it.
        if (this.#camera.video.videoWidth > 0)
            await this.#frames.make(this.#camera.video);
        this.#began = performance.now();
        let due = -Infinity;
        while (!this.#ended) {
            const isNew = await nextPicture(this.#camera.video);
            const now = performance.now();
            // The newest picture wins: where the service or the line is slow, older ones are never made.
            const busy = this.#sent - this.#answered >= UNANSWERED || this.#socket.bufferedAmount > BUFFERED;
            if (this.#ended || !isNew || busy || now < due - EARLY || this.#camera.video.videoWidth === 0)
                continue;
            // On average as often as said, though single pictures may come early.
            due = Math.max(due, now - BETWEEN_FRAMES) + BETWEEN_FRAMES;
            const jpeg = await this.#frames.make(this.#camera.video);
            const sequence = this.#sent + 1;
            const message = await frameMessage(sequence, now - this.#began, jpeg);
            if (this.#ended || this.#socket.readyState !== WebSocket.OPEN)
                return;
            this.#socket.send(message);
            this.#sent = sequence;
            this.#keep(sequence, jpeg);
        }
    }

    #keep(sequence, jpeg) {
        this.#own.set(sequence, jpeg);
        if (this.#own.size > KEPT)
            this.#own.delete(this.#own.keys().next().value);
    }

    #say(message) {
        if (this.#socket?.readyState === WebSocket.OPEN)
            this.#socket.send(JSON.stringify(message));
    }

    #fail(problem) {
        if (this.#ended)
            return;
        this.#end();
        this.#handlers.onProblem?.(problem);
    }

    #end() {
        this.#ended = true;
        // Closed while it is being opened, the browser would complain.
        if (this.#socket?.readyState === WebSocket.CONNECTING)
            this.#socket.onopen = () => this.#socket.close(1000);
        else
            this.#socket?.close(1000);
    }
}

const closed = ({ code }) => problemOf(CLOSED[code] ?? 'disconnected');
