// The sign-in page inside another site's page: who may is said by the service (frame-ancestors), so whoever is around it may be told the answer.

import { pathOf } from './base.js';

/** Whether this page lies inside another one. */
export const isInside = pathOf(location) === '/embed' && window.parent !== window;

let around = null;

/** Tells the page around this one something; nothing where there is none. */
export function tell(message) {
    if (around !== null)
        window.parent.postMessage(message, around);
}

/** Waits for what the page around asks for: { link, nonce, person, language, accent }. */
export function begun() {
    return new Promise(resolve => {
        window.addEventListener('message', ({ source, origin, data }) => {
            if (source !== window.parent || data?.semblance !== 'begin' || around !== null)
                return;
            around = origin;
            new ResizeObserver(() => tell({ semblance: 'size', height: document.documentElement.offsetHeight })).observe(document.body);
            resolve(data);
        });
        // Nothing is told here but that the page is there.
        window.parent.postMessage({ semblance: 'ready' }, '*');
    });
}
