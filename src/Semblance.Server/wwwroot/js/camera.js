// The camera: opening it, and saying what to do when it does not open.

import { t } from './texts.js';

const CHOICE = 'semblance.camera';

/** Why there is no picture, and the remedy, in words. `kind` is a name in the group camera of the texts. */
class CameraProblem extends Error {
    constructor(kind, values = {}) {
        super(kind);
        this.kind = kind;
        this.title = t(`camera.${kind}.title`);
        this.detail = t(`camera.${kind}.detail`, values);
    }
}

/** One camera at a time, shown in a video element. */
export class Camera {
    #stream = null;
    #turn = 0;

    constructor(video) {
        this.video = video;
        /** Called when the picture ends by itself, with a CameraProblem. */
        this.onLost = () => {};
    }

    /** Whether the preview should be mirrored: everything but a camera on the back of a phone. */
    get mirrored() {
        return this.#stream?.getVideoTracks()[0]?.getSettings().facingMode !== 'environment';
    }

    /** The id of the camera that is open; null where none is. */
    get current() {
        return this.#stream?.getVideoTracks()[0]?.getSettings().deviceId ?? null;
    }

    /** Opens a camera and waits for its first picture. */
    async open(deviceId = localStorage.getItem(CHOICE)) {
        if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia)
            throw insecure();
        this.stop();
        const turn = this.#turn;
        const stream = await request(deviceId);
        // Stopped while the browser still asked for permission: the camera stays off.
        if (turn !== this.#turn) {
            stream.getTracks().forEach(track => track.stop());
            throw new CameraProblem('cancelled');
        }
        this.#stream = stream;
        stream.getVideoTracks()[0].addEventListener('ended', () => {
            if (this.#stream === stream)
                this.onLost(new CameraProblem('lost'));
        });
        this.video.srcObject = stream;
        await this.video.play().catch(error => { throw explain(error); });
    }

    /** Opens another camera and remembers the choice on this device. */
    async choose(deviceId) {
        localStorage.setItem(CHOICE, deviceId);
        await this.open(deviceId);
    }

    /** The cameras of this device; their names are known once one was allowed. */
    async list() {
        const devices = await navigator.mediaDevices.enumerateDevices();
        return devices.filter(device => device.kind === 'videoinput' && device.deviceId !== '')
            .map((device, index) => ({ id: device.deviceId, name: device.label || t('camera.number', { n: index + 1 }) }));
    }

    /** Switches the camera off. */
    stop() {
        this.#turn += 1;
        const stream = this.#stream;
        this.#stream = null;
        stream?.getTracks().forEach(track => track.stop());
        this.video.srcObject = null;
    }
}

async function request(deviceId) {
    const size = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };
    try {
        return await navigator.mediaDevices.getUserMedia({
            audio: false,
            video: deviceId ? { ...size, deviceId: { exact: deviceId } } : { ...size, facingMode: 'user' },
        });
    } catch (error) {
        // The camera that was chosen once is not plugged in today: any other will do.
        if (deviceId && (error.name === 'OverconstrainedError' || error.name === 'NotFoundError')) {
            localStorage.removeItem(CHOICE);
            return request(null);
        }
        throw explain(error);
    }
}

const insecure = () => new CameraProblem('insecure', { origin: location.origin });

function explain(error) {
    switch (error.name) {
        case 'NotAllowedError':
        case 'SecurityError':
            return new CameraProblem('denied');
        case 'NotFoundError':
        case 'OverconstrainedError':
            return new CameraProblem('none');
        case 'NotReadableError':
        case 'AbortError':
            return new CameraProblem('busy');
        default:
            return new CameraProblem('unknown', { error: error.message || error.name });
    }
}
