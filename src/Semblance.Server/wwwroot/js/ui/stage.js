// The live picture with what is drawn over it: a box with a label around every face, and for enrolment the ring of poses.

import { Camera } from '../camera.js';
import { t } from '../texts.js';
import { fill, freshId, h, svg } from './dom.js';
import { icon } from './icons.js';

// The colours of the live loop: orange while identifying, green with the name, red for unknown.
const COLOURS = {
    identifying: { line: '#ffa500', ink: '#000', label: 'stage.identifying' },
    match: { line: '#00be3c', ink: '#000', label: null },
    unknown: { line: '#d7191e', ink: '#fff', label: 'stage.unknown' },
    unusable: { line: '#b8c0c2', ink: '#000', label: null },
};

/** A picture of 4 to 3 with a camera behind it. */
export class Stage {
    #canvas = h('canvas', { class: 'stage-boxes', 'aria-hidden': 'true' });
    #still = h('canvas', { class: 'stage-still', hidden: true, 'aria-hidden': 'true' });
    #off = h('div', { class: 'stage-off' }, icon('camera', 'icon-large'), h('p', {}, t('camera.off')));
    #picker = h('div', { class: 'field field-inline', hidden: true });
    #over = h('div', { class: 'stage-over' });

    constructor({ overlay } = {}) {
        this.video = h('video', { class: 'stage-video', playsinline: true, 'aria-label': t('camera.picture') });
        this.video.muted = true;
        this.camera = new Camera(this.video);
        fill(this.#over, overlay);
        this.frame = h('div', { class: 'stage' }, this.video, this.#still, this.#canvas, this.#over, this.#off);
        this.element = h('div', { class: 'stage-and-camera' }, this.frame, this.#picker);
    }

    /** Whether the camera is on. */
    get isOn() {
        return this.frame.classList.contains('is-on');
    }

    /** Switches the camera on. */
    async start() {
        await this.camera.open();
        this.#off.hidden = true;
        this.#still.hidden = true;
        this.frame.classList.add('is-on');
        this.#mirror();
        await this.#offerCameras();
    }

    /** Switches it off and takes everything from the picture. */
    stop() {
        this.camera.stop();
        this.clear();
        this.#off.hidden = false;
        this.#still.hidden = true;
        this.frame.classList.remove('is-on', 'is-mirrored', 'is-tall');
        this.#picker.hidden = true;
    }

    /** Switches the camera off and leaves its last picture, with the boxes drawn last, until it is started or stopped. */
    freeze() {
        if (this.video.videoWidth === 0)
            return this.stop();
        [this.#still.width, this.#still.height] = [this.video.videoWidth, this.video.videoHeight];
        this.#still.getContext('2d').drawImage(this.video, 0, 0);
        this.#still.hidden = false;
        this.#picker.hidden = true;
        this.camera.stop();
        this.frame.classList.remove('is-on');
    }

    clear() {
        this.#canvas.getContext('2d').clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    }

    /** Draws the faces of a frame of this size, with labels unless `plain`. */
    draw([width, height], faces, { plain = false } = {}) {
        const bounds = this.#canvas.getBoundingClientRect();
        const density = window.devicePixelRatio || 1;
        this.#canvas.width = Math.round(bounds.width * density);
        this.#canvas.height = Math.round(bounds.height * density);
        // The picture covers the stage: what is too wide or too high is cut off evenly.
        const scale = Math.max(bounds.width / width, bounds.height / height);
        const context = this.#canvas.getContext('2d');
        context.setTransform(density, 0, 0, density, 0, 0);
        for (const face of faces) {
            const [x, y, w, h] = face.box;
            const left = this.camera.mirrored ? width - x - w : x;
            drawFace(context, face, plain, {
                x: (left - width / 2) * scale + bounds.width / 2,
                y: (y - height / 2) * scale + bounds.height / 2,
                width: w * scale,
                height: h * scale,
            });
        }
    }

    #mirror() {
        this.frame.classList.toggle('is-mirrored', this.camera.mirrored);
        // A phone held upright sees upright: cut to a wide picture, its face would not fit.
        this.frame.classList.toggle('is-tall', this.video.videoHeight > this.video.videoWidth);
    }

    async #offerCameras() {
        const cameras = await this.camera.list();
        this.#picker.hidden = cameras.length < 2;
        if (this.#picker.hidden)
            return;
        const id = freshId('camera');
        const current = this.camera.current;
        fill(this.#picker,
            h('label', { for: id }, t('camera.choose')),
            h('select', { id, class: 'input', onchange: event => this.#change(event.target.value) },
                cameras.map(camera => h('option', { value: camera.id, selected: camera.id === current }, camera.name))));
    }

    async #change(id) {
        try {
            await this.camera.choose(id);
            this.#mirror();
        } catch (problem) {
            if (problem.kind !== 'cancelled')
                this.camera.onLost(problem);
        }
    }
}

function drawFace(context, face, plain, box) {
    const { line, ink, label } = COLOURS[face.state] ?? COLOURS.unusable;
    context.strokeStyle = line;
    context.lineWidth = 3;
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, 10);
    context.stroke();
    const text = plain ? '' : face.name ?? (label ? t(label) : '');
    if (text === '')
        return;
    context.font = '600 15px system-ui, sans-serif';
    const width = context.measureText(text).width + 18;
    const above = box.y >= 34;
    const top = above ? box.y - 32 : box.y + 6;
    const left = above ? box.x - 1.5 : box.x + 6;
    context.fillStyle = line;
    context.beginPath();
    context.roundRect(left, top, width, 26, 8);
    context.fill();
    context.fillStyle = ink;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.fillText(text, left + 9, top + 14);
}

// Where each pose stands on the ring, in degrees clockwise from the right; straight ahead is the oval in the middle.
const ARCS = { right: 0, down: 90, left: 180, up: 270 };

/** The ring of five segments that fills as poses are captured, with an arrow to where to turn. Left and right are the person's own. */
export class PoseRing {
    #segments = new Map();
    #arrow = svg('g', { class: 'ring-arrow' }, svg('path', { d: 'M150 -22l24 22-24 22' }), svg('path', { d: 'M128 -22l24 22-24 22' }));
    #mirrored;

    constructor(mirrored = () => true) {
        this.#mirrored = mirrored;
        const oval = svg('ellipse', { class: 'ring-segment', rx: 78, ry: 104 });
        this.#segments.set('straight', oval);
        for (const [pose, middle] of Object.entries(ARCS))
            this.#segments.set(pose, svg('path', { class: 'ring-segment', d: arc(128, 158, middle, 36) }));
        this.element = svg('svg', { class: 'ring', viewBox: '-240 -180 480 360', 'aria-hidden': 'true' }, [...this.#segments.values()], this.#arrow);
    }

    /** Shows which poses are done and which one is wanted. */
    show(captured, wanted) {
        // In a mirrored preview the person's left is on the left; ARCS is drawn for that.
        this.element.classList.toggle('is-flipped', !this.#mirrored());
        for (const [pose, segment] of this.#segments) {
            segment.classList.toggle('is-done', captured.includes(pose));
            segment.classList.toggle('is-wanted', pose === wanted);
        }
        const turn = ARCS[wanted];
        this.#arrow.classList.toggle('is-shown', turn !== undefined);
        if (turn !== undefined)
            this.#arrow.setAttribute('transform', turn % 180 === 0 ? `rotate(${turn})` : `rotate(${turn}) translate(-18 0)`);
    }
}

function arc(rx, ry, middle, half) {
    const at = degrees => `${(rx * Math.cos(degrees * Math.PI / 180)).toFixed(1)} ${(ry * Math.sin(degrees * Math.PI / 180)).toFixed(1)}`;
    return `M${at(middle - half)}A${rx} ${ry} 0 0 1 ${at(middle + half)}`;
}
