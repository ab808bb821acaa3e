// Sounds of a kiosk, made by the page: two rising tones for a yes, one low one for a no. Browsers allow them once somebody has touched the page.

let context = null;

/** Lets sounds be heard from now on; to be called where somebody touched the page. */
export function allowSound() {
    context ??= new AudioContext();
    context.resume();
}

/** Plays the sound of an answer: good, bad or wait. */
export function chime(kind) {
    if (!navigator.userActivation?.hasBeenActive)
        return;
    allowSound();
    const tones = { good: [660, 880], bad: [196], wait: [392] }[kind];
    tones.forEach((frequency, index) => tone(frequency, context.currentTime + index * 0.16));
}

function tone(frequency, begins) {
    const [oscillator, volume] = [context.createOscillator(), context.createGain()];
    oscillator.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, begins);
    volume.gain.exponentialRampToValueAtTime(0.25, begins + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, begins + 0.28);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(begins);
    oscillator.stop(begins + 0.3);
}
