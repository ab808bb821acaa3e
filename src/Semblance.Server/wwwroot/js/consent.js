// The words that a person agrees to. They are stored with the person, so that it stays known what was agreed.

export const CONSENT = [
    'I agree that this service recognises me by my face.',
    'For that it computes numbers from pictures of my face and stores them, encrypted, on this installation only. They are used to answer whether somebody before a camera is me, and for nothing else.',
    'I do so of my own free will: there is another way to sign in. I can take this back at any time. Then everything that is stored of me is removed.',
];

export const CONSENT_TEXT = CONSENT.join('\n\n');
