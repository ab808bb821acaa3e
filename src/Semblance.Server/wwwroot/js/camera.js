// The camera: opening it, and saying what to do when it does not open.

const CHOICE = 'semblance.camera';

/** Why there is no picture, and the remedy, in words. */
class CameraProblem extends Error {
    constructor(kind, title, remedy) {
        super(title);
        this.kind = kind;
        this.title = title;
        this.detail = remedy;
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
            throw new CameraProblem('cancelled', 'The camera was not needed any more');
        }
        this.#stream = stream;
        stream.getVideoTracks()[0].addEventListener('ended', () => {
            if (this.#stream === stream)
                this.onLost(new CameraProblem('lost', 'The camera stopped', 'It was unplugged, or the permission was taken back. Connect it again, then try once more.'));
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
            .map((device, index) => ({ id: device.deviceId, name: device.label || `Camera ${index + 1}` }));
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

function insecure() {
    return new CameraProblem('insecure', 'The camera needs a secure address',
        `Browsers give a page the camera on https:// addresses and on localhost only, and this page came from ${location.origin}. Start the service with --https, or open it on the machine it runs on.`);
}

function explain(error) {
    switch (error.name) {
        case 'NotAllowedError':
        case 'SecurityError':
            return new CameraProblem('denied', 'The camera is not allowed',
                'Press the lock or camera sign beside the address, allow the camera for this page, then try again. On a phone the browser itself also needs the permission, in the settings of the system.');
        case 'NotFoundError':
        case 'OverconstrainedError':
            return new CameraProblem('none', 'No camera was found', 'Connect a camera, or switch it on where it has a cover or a key of its own, then try again.');
        case 'NotReadableError':
        case 'AbortError':
            return new CameraProblem('busy', 'The camera is in use', 'Another program or tab has it. Close the call or the program that shows your picture, then try again.');
        default:
            return new CameraProblem('unknown', 'The camera does not start', `The browser said: ${error.message || error.name}. Connect it again or take another one, then try again.`);
    }
}
