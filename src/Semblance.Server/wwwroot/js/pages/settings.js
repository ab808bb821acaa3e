// Settings: packs, how strict decisions are, who may sign in here, keys, pauses.

import { api, withQuery } from '../api.js';
import { t } from '../texts.js';
import { fill, freshId, h } from '../ui/dom.js';
import { choice, field } from '../ui/fields.js';
import { notice, problemNotice } from '../ui/notice.js';
import { count, counted, oneIn } from '../words.js';
import { devices } from './settings-devices.js';
import { keys } from './settings-keys.js';
import { links } from './settings-links.js';
import { retention } from './settings-retention.js';
import { started } from './settings-started.js';
import { webhooks } from './settings-webhooks.js';

export default async function settings(app) {
    const body = h('div', { class: 'sections' });

    async function load() {
        try {
            const [packs, values] = await Promise.all([api.get('/v1/packs'), api.get('/v1/settings')]);
            const keyList = await keys();
            fill(body, strictness(packs, values), access(values), keyList, await devices(app), await links(), await webhooks(), await retention(), lockouts(), packList(packs), started(values));
        } catch (problem) {
            fill(body, problemNotice(problem, load));
        }
    }

    await load();
    return {
        title: t('nav.settings'),
        element: h('div', { class: 'page page-middle' }, h('h1', {}, t('nav.settings')), body),
    };
}

function section(title, lead, ...content) {
    const id = freshId('section');
    return h('section', { class: 'card', 'aria-labelledby': id }, h('h2', { id }, title), lead && h('p', { class: 'section-lead' }, lead), content);
}

// A form that saves to PUT /v1/settings and says so.
function savedForm(fields, read) {
    const said = h('div', { class: 'said', 'aria-live': 'polite' });
    const save = h('button', { class: 'button button-primary' }, t('settings.save'));
    return h('form', {
        class: 'form', onsubmit: async event => {
            event.preventDefault();
            save.disabled = true;
            try {
                await api.put('/v1/settings', read(new FormData(event.target)));
                fill(said, notice('good', t('settings.saved')));
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
    const rate = field(t('settings.claim'), {
        tag: 'select', name: 'fmr', value: String(rates.find(one => near(one.fmr, current))?.fmr),
        options: rates.map(one => [String(one.fmr), oneIn(one.fmr)]),
        onchange: () => tell(),
    }, t('settings.claimHint'));
    // In whole sentences below: a long line would be cut off in the list on a phone.
    const tell = () => fill(evidence, h('strong', {}, t('settings.claimRate', { n: count(Math.round(1 / Number(rate.input.value))) })), '. ', t('settings.measured'), ' ', h('span', { lang: 'en', dir: 'ltr' }, rates.find(one => String(one.fmr) === rate.input.value)?.evidence));
    if (rates.length > 0)
        tell();
    const fpir = field(t('settings.search'), {
        tag: 'select', name: 'fpir', value: String(values.fpir),
        options: [...new Set([0.1, 0.01, 0.001, values.fpir])].sort((a, b) => b - a).map(rate => [String(rate), oneIn(rate)]),
        onchange: () => explain(),
    }, t('settings.searchHint'));
    const meaning = h('p', { class: 'hint', 'aria-live': 'polite' });
    const explain = () => fill(meaning, h('strong', {}, t('settings.searchRate', { n: count(Math.round(1 / Number(fpir.input.value))) })), '.');
    explain();
    return section(t('settings.strict'), t('settings.strictLead'),
        savedForm([
            rates.length === 0
                ? notice('warn', t('settings.uncalibrated'), t('settings.uncalibratedDetail'))
                : [rate.element, evidence],
            fpir.element, meaning,
        ].flat(), data => ({ fpir: Number(data.get('fpir')), ...data.has('fmr') && { fmr: Number(data.get('fmr')) } })));
}

const near = (a, b) => Math.abs(a / b - 1) < 1e-6;

function access(values) {
    return section(t('settings.access'), null,
        savedForm(h('fieldset', { class: 'choices' }, h('legend', { class: 'unseen' }, t('settings.access')),
            choice(t('settings.kiosk'), { type: 'radio', name: 'access', value: 'kiosk', checked: values.signInAccess === 'kiosk' },
                t('settings.kioskHint')).element,
            choice(t('settings.public'), { type: 'radio', name: 'access', value: 'public', checked: values.signInAccess === 'public' },
                t('settings.publicHint')).element),
        data => ({ signInAccess: data.get('access') })));
}

function lockouts() {
    const said = h('div', { class: 'said', 'aria-live': 'polite' });
    const name = field(t('enrol.name'), { name: 'name', required: true, autocomplete: 'off', spellcheck: 'false' });
    return section(t('pause.end'), t('pause.lead'),
        h('form', {
            class: 'form form-row', onsubmit: async event => {
                event.preventDefault();
                const wanted = name.input.value.trim();
                try {
                    const { people } = await api.get(withQuery('/v1/people', { search: wanted, limit: 200 }));
                    const who = people.find(one => one.name.toLowerCase() === wanted.toLowerCase());
                    if (!who)
                        return fill(said, notice('warn', t('pause.nobody', { name: wanted })));
                    await api.delete(`/v1/lockouts/${who.id}`);
                    fill(said, notice('good', t('pause.ended', { name: who.name })));
                } catch (problem) {
                    fill(said, problemNotice(problem));
                }
            },
        }, name.element, h('button', { class: 'button' }, t('pause.endThe'))), said);
}

function packList({ packs, fmr }) {
    return section(t('packs.title'), t('packs.lead'),
        h('ul', { class: 'packs' }, packs.map(pack => h('li', { class: 'pack-card' },
            h('div', { class: 'pack-head' }, h('h3', {}, pack.name), pack.isRunning && h('span', { class: 'tag tag-good' }, t('packs.running'))),
            h('dl', {},
                h('dt', {}, t('packs.id')), h('dd', { class: 'pack' }, pack.id),
                h('dt', {}, t('nav.people')), h('dd', {}, counted('people.count', pack.people)),
                pack.isRunning && fmr.current && [h('dt', {}, t('facts.strictness')), h('dd', {}, oneIn(fmr.current))],
                pack.licence && [h('dt', {}, t('packs.licence')), h('dd', { lang: 'en', dir: 'ltr' }, pack.licence)],
                pack.trainingData && [h('dt', {}, t('packs.data')), h('dd', { lang: 'en', dir: 'ltr' }, pack.trainingData)])))));
}
