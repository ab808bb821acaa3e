// Pictures of a video as the service takes them.

const LONG_SIDE = 640;
const QUALITY = 0.8;
const HEADER = 12;

/** Makes JPEG pictures of a video, at most 640 pixels wide or high. */
export class FrameMaker {
    #canvas = 'OffscreenCanvas' in window ? new OffscreenCanvas(1, 1) : document.createElement('canvas');
    #context = this.#canvas.getContext('2d', { alpha: false });

    /** The picture that the video shows now, as a JPEG. */
    async make(video) {
        const scale = Math.min(1, LONG_SIDE / Math.max(video.videoWidth, video.videoHeight));
        const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
        if (this.#canvas.width !== width || this.#canvas.height !== height)
            [this.#canvas.width, this.#canvas.height] = [width, height];
        this.#context.drawImage(video, 0, 0, width, height);
        return this.#canvas.convertToBlob
            ? this.#canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })
            : new Promise(resolve => this.#canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    }
}

/** Waits for the next picture of a video. False where none came for a while: a page in the background gets none. */
export function nextPicture(video) {
    return new Promise(resolve => {
        const giveUp = setTimeout(() => resolve(false), 250);
        const done = () => {
            clearTimeout(giveUp);
            resolve(true);
        };
        if (video.requestVideoFrameCallback)
            video.requestVideoFrameCallback(done);
        else
            requestAnimationFrame(done);
    });
}

/** A message for the socket: sequence number, capture time in milliseconds since the first frame, JPEG. */
export async function frameMessage(sequence, milliseconds, jpeg) {
    const message = new Uint8Array(HEADER + jpeg.size);
    const view = new DataView(message.buffer);
    view.setUint32(0, sequence);
    view.setFloat64(4, milliseconds);
    message.set(new Uint8Array(await jpeg.arrayBuffer()), HEADER);
    return message;
}
