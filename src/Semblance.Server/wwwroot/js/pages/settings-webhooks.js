// What another program is told of decisions: how deliveries stand, tried again, tested.

import { api } from '../api.js';
import { fill, h } from '../ui/dom.js';
import { notice, problemNotice } from '../ui/notice.js';
import { counted, moment } from '../words.js';

/** The section with the deliveries; null where nobody is told and nothing waits. */
export async function webhooks() {
    const first = await api.get('/v1/webhooks/deliveries');
    if (!first.url && first.waiting + first.failed === 0)
        return null;
    const body = h('div', { class: 'facts' });
    const said = h('div', { class: 'said', 'aria-live': 'polite' });

    function draw(state) {
        fill(body, h('dl', {},
            h('dt', {}, 'Address'), h('dd', {}, state.url ?? 'None: set Webhook:Url where the service is started'),
            h('dt', {}, 'Delivered'), h('dd', {}, state.lastDelivered ? `${state.delivered}, the last one ${moment(state.lastDelivered)}` : 'None yet'),
            h('dt', {}, 'Waiting'), h('dd', {}, state.nextTry && state.url ? `${state.waiting}, next try ${moment(state.nextTry)}` : String(state.waiting)),
            h('dt', {}, 'Failed'), h('dd', {}, String(state.failed)),
            state.lastError && [h('dt', {}, 'Last error'), h('dd', {}, state.lastError)]));
    }

    async function act(button, work) {
        button.disabled = true;
        try {
            fill(said, await work());
            draw(await api.get('/v1/webhooks/deliveries'));
        } catch (problem) {
            fill(said, problemNotice(problem));
        }
        button.disabled = false;
    }

    const retry = h('button', {
        type: 'button', class: 'button', onclick: () => act(retry, async () => {
            const { retried } = await api.post('/v1/webhooks/deliveries/retry', {});
            return notice('good', retried ? `${counted(retried, 'delivery is', 'deliveries are')} tried again` : 'Everything has arrived');
        }),
    }, 'Try again now');
    const test = h('button', {
        type: 'button', class: 'button', onclick: () => act(test, async () => {
            const { delivered, problem } = await api.post('/v1/webhooks/test', {});
            return delivered ? notice('good', 'The test arrived') : notice('warn', 'The test did not arrive', problem);
        }),
    }, 'Send a test');

    draw(first);
    return h('section', { class: 'card', 'aria-labelledby': 'webhooks' }, h('h2', { id: 'webhooks' }, 'Webhook'),
        h('p', { class: 'section-lead' }, 'Another program is told of each decision, in order. What does not arrive is tried again for a day.'),
        body, said, h('p', { class: 'actions' }, first.url && test, retry));
}
