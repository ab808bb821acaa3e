// What another program is told of decisions: how deliveries stand, tried again, tested.

import { api } from '../api.js';
import { t } from '../texts.js';
import { fill, h } from '../ui/dom.js';
import { notice, problemNotice } from '../ui/notice.js';
import { count, counted, moment } from '../words.js';

/** The section with the deliveries; null where nobody is told and nothing waits. */
export async function webhooks() {
    const first = await api.get('/v1/webhooks/deliveries');
    if (!first.url && first.waiting + first.failed === 0)
        return null;
    const body = h('div', { class: 'facts' });
    const said = h('div', { class: 'said', 'aria-live': 'polite' });

    function draw(state) {
        fill(body, h('dl', {},
            h('dt', {}, t('webhooks.address')), h('dd', {}, state.url ?? t('webhooks.none')),
            h('dt', {}, t('webhooks.delivered')), h('dd', {}, state.lastDelivered ? t('webhooks.deliveredLast', { count: count(state.delivered), when: moment(state.lastDelivered) }) : t('webhooks.noneYet')),
            h('dt', {}, t('webhooks.waiting')), h('dd', {}, state.nextTry && state.url ? t('webhooks.waitingNext', { count: count(state.waiting), when: moment(state.nextTry) }) : count(state.waiting)),
            h('dt', {}, t('webhooks.failed')), h('dd', {}, count(state.failed)),
            state.lastError && [h('dt', {}, t('webhooks.lastError')), h('dd', {}, state.lastError)]));
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
            return notice('good', retried ? counted('webhooks.retried', retried) : t('webhooks.arrived'));
        }),
    }, t('webhooks.retry'));
    const test = h('button', {
        type: 'button', class: 'button', onclick: () => act(test, async () => {
            const { delivered, problem } = await api.post('/v1/webhooks/test', {});
            return delivered ? notice('good', t('webhooks.testArrived')) : notice('warn', t('webhooks.testFailed'), problem);
        }),
    }, t('webhooks.test'));

    draw(first);
    return h('section', { class: 'card', 'aria-labelledby': 'webhooks' }, h('h2', { id: 'webhooks' }, t('webhooks.title')),
        h('p', { class: 'section-lead' }, t('webhooks.lead')),
        body, said, h('p', { class: 'actions' }, first.url && test, retry));
}
