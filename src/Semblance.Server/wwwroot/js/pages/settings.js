// Settings: packs, how strict decisions are, who may sign in here, keys, pauses.

import { api, withQuery } from '../api.js';
import { fill, freshId, h } from '../ui/dom.js';
import { choice, field } from '../ui/fields.js';
import { notice, problemNotice } from '../ui/notice.js';
import { count, counted, oneIn } from '../words.js';
import { keys } from './settings-keys.js';
import { webhooks } from './settings-webhooks.js';

export default async function settings(app) {
    const body = h('div', { class: 'sections' });

    async function load() {
        try {
            const [packs, values] = await Promise.all([api.get('/v1/packs'), api.get('/v1/settings')]);
            const keyList = await keys();
            fill(body, strictness(packs, values), access(values), keyList, await webhooks(), lockouts(), packList(packs));
        } catch (problem) {
            fill(body, problemNotice(problem, load));
        }
    }

    await load();
    return {
        title: 'Settings',
        element: h('div', { class: 'page page-middle' }, h('h1', {}, 'Settings'), body),
    };
}

function section(title, lead, ...content) {
    const id = freshId('section');
    return h('section', { class: 'card', 'aria-labelledby': id }, h('h2', { id }, title), lead && h('p', { class: 'section-lead' }, lead), content);
}

// A form that saves to PUT /v1/settings and says so.
function savedForm(fields, read) {
    const said = h('div', { class: 'said', 'aria-live': 'polite' });
    const save = h('button', { class: 'button button-primary' }, 'Save');
    return h('form', {
        class: 'form', onsubmit: async event => {
            event.preventDefault();
            save.disabled = true;
            try {
                await api.put('/v1/settings', read(new FormData(event.target)));
                fill(said, notice('good', 'Saved'));
            } catch (problem) {
                fill(said, problemNotice(problem));
            }
            save.disabled = false;
        },
    }, fields, said, h('p', { class: 'actions' }, save));
}

function strictness({ fmr }, values) {
    const current = values.fmr ?? fmr.current;
    const rates = [...fmr.available].sort((a, b) => b.fmr - a.fmr);
    const evidence = h('p', { class: 'hint', 'aria-live': 'polite' });
    const rate = field('When somebody says who they are', {
        tag: 'select', name: 'fmr', value: String(rates.find(one => near(one.fmr, current))?.fmr),
        options: rates.map(one => [String(one.fmr), `One stranger in ${count(Math.round(1 / one.fmr))} tries is let in`]),
        onchange: () => tell(),
    }, 'Of the strangers who claim to be somebody.');
    const tell = () => fill(evidence, `Measured on: ${rates.find(one => String(one.fmr) === rate.input.value)?.evidence}`);
    if (rates.length > 0)
        tell();
    const fpir = field('When nobody says who they are', {
        tag: 'select', name: 'fpir', value: String(values.fpir),
        options: [...new Set([0.1, 0.01, 0.001, values.fpir])].sort((a, b) => b - a).map(rate => [String(rate), `One unknown person in ${count(Math.round(1 / rate))} is given a name`]),
    }, 'Of the people who are not enrolled and ask “Who am I?”. The more people are enrolled, the stricter each comparison becomes to keep this.');
    return section('How strict', 'How often the service may be wrong about a stranger. Stricter means that the right person has to try again more often.',
        savedForm([
            rates.length === 0
                ? notice('warn', 'The running pack is not calibrated', 'Nobody measured how often it takes a stranger for somebody, so there is nothing to choose from.')
                : [rate.element, evidence],
            fpir.element,
        ].flat(), data => ({ fpir: Number(data.get('fpir')), ...data.has('fmr') && { fmr: Number(data.get('fmr')) } })));
}

const near = (a, b) => Math.abs(a / b - 1) < 1e-6;

function access(values) {
    return section('Who may open the sign-in page', null,
        savedForm(h('fieldset', { class: 'choices' }, h('legend', { class: 'unseen' }, 'Who may open the sign-in page'),
            choice('Browsers that were opened with a key', { type: 'radio', name: 'access', value: 'kiosk', checked: values.signInAccess === 'kiosk' },
                'For a tablet at a door or a desk. Safer, and the default.').element,
            choice('Everybody who reaches this address', { type: 'radio', name: 'access', value: 'public', checked: values.signInAccess === 'public' },
                'For people on their own devices. Anybody on the network can then try faces, within the limits of tries.').element),
        data => ({ signInAccess: data.get('access') })));
}

function lockouts() {
    const said = h('div', { class: 'said', 'aria-live': 'polite' });
    const name = field('Name', { name: 'name', required: true, autocomplete: 'off', spellcheck: 'false' });
    return section('End a pause', 'After five tries that failed, a person waits before the next one. Here you let somebody try again at once.',
        h('form', {
            class: 'form form-row', onsubmit: async event => {
                event.preventDefault();
                const wanted = name.input.value.trim();
                try {
                    const { people } = await api.get(withQuery('/v1/people', { search: wanted, limit: 200 }));
                    const who = people.find(one => one.name.toLowerCase() === wanted.toLowerCase());
                    if (!who)
                        return fill(said, notice('warn', `Nobody is enrolled as ${wanted}`));
                    await api.delete(`/v1/lockouts/${who.id}`);
                    fill(said, notice('good', `${who.name} may try again`));
                } catch (problem) {
                    fill(said, problemNotice(problem));
                }
            },
        }, name.element, h('button', { class: 'button' }, 'End the pause')), said);
}

function packList({ packs, fmr }) {
    return section('Packs', 'The models that find and compare faces. Which one runs is chosen when the service starts (--pack).',
        h('ul', { class: 'packs' }, packs.map(pack => h('li', { class: 'pack-card' },
            h('div', { class: 'pack-head' }, h('h3', {}, pack.name), pack.isRunning && h('span', { class: 'tag tag-good' }, 'Running')),
            h('dl', {},
                h('dt', {}, 'Id'), h('dd', { class: 'pack' }, pack.id),
                h('dt', {}, 'People'), h('dd', {}, `${counted(pack.people, 'person', 'people')} with faces of it`),
                pack.isRunning && fmr.current && [h('dt', {}, 'Strictness'), h('dd', {}, oneIn(fmr.current))],
                pack.licence && [h('dt', {}, 'Licence'), h('dd', {}, pack.licence)],
                pack.trainingData && [h('dt', {}, 'Training data'), h('dd', {}, pack.trainingData)])))));
}
