// Opening the page with a key, where nobody has yet or the key is not enough for the page asked for.

import { api } from '../api.js';
import { field } from '../ui/fields.js';
import { fill, h } from '../ui/dom.js';
import { notice, problemNotice } from '../ui/notice.js';

export default function key(app, wanted) {
    const another = app.me.role !== null;
    const trouble = h('div', { 'aria-live': 'assertive' });
    const text = field('Key', { type: 'password', name: 'key', required: true, autocomplete: 'off', spellcheck: 'false', placeholder: 'smb_…' },
        'It begins with smb_. The browser does not keep it: it gets a session of twelve hours instead.');
    const go = h('button', { class: 'button button-primary button-wide' }, 'Open');
    const form = h('form', { class: 'card form', onsubmit: open }, text.element, trouble, go);

    async function open(event) {
        event.preventDefault();
        go.disabled = true;
        fill(trouble);
        try {
            await api.post('/v1/login', { key: text.input.value.trim() });
            app.ended = false;
            await app.refresh();
        } catch (problem) {
            fill(trouble, problemNotice(problem.code === 'notAuthenticated'
                ? { title: 'This key does not open the page', detail: 'It is mistyped, has ended or was revoked. Ask whoever runs the service for another.' }
                : problem));
            go.disabled = false;
            text.input.select();
        }
    }

    return {
        title: another ? wanted.label : 'Open this page',
        element: h('div', { class: 'page page-narrow' },
            h('h1', {}, another ? `${wanted.label} needs another key` : 'Open this page'),
            h('p', { class: 'lead' }, another
                ? `This browser was opened with the key “${app.me.name}”, which may not do this. Enter a key that may, or go back.`
                : 'Whoever runs this service hands out keys, so that not every browser on the network can try faces.'),
            app.ended && notice('info', 'The session of this browser has ended', 'After twelve hours, or because its key was revoked or the service was started anew.'),
            form,
            h('div', { class: 'explain' },
                h('h2', {}, 'Which key do I need?'),
                h('dl', {},
                    h('dt', {}, 'To let people sign in here'), h('dd', {}, 'a kiosk key (role “verify”). It stays on this device; people then need nothing but their face.'),
                    h('dt', {}, 'To enrol people'), h('dd', {}, 'a key with the role “enroll”.'),
                    h('dt', {}, 'To run the service'), h('dd', {}, 'the admin key. The service printed it once, when it was started for the first time.')))),
    };
}
