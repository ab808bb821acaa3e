// What is set where the service is started: to be seen here, changed there, so that nobody who takes over a page switches liveness off.

import { t } from '../texts.js';
import { h } from '../ui/dom.js';

/** The section with those settings. */
export const started = ({ liveness, started: { maySpareLight, rotate, languages, programs } }) => h('section', { class: 'card', 'aria-labelledby': 'started' },
    h('h2', { id: 'started' }, t('started.title')),
    h('p', { class: 'section-lead' }, t('started.lead')),
    h('div', { class: 'facts' }, h('dl', {},
        row('Liveness:Policy', t(`policy.${liveness.replace('+', 'And')}`)),
        liveness === 'challenge+light' && row('Liveness:MaySpareLight', t(maySpareLight ? 'started.yes' : 'started.no')),
        row('Camera:Rotate', rotate),
        row('Page:Languages', languages.join(' ')),
        row('Oidc:Clients', programs.length === 0 ? t('started.none') : programs.map(program => h('p', {}, program.name, h('span', { class: 'hint' }, ` ${program.redirectUris.join(' ')}`)))))));

const row = (name, text) => [h('dt', { lang: 'en', dir: 'ltr' }, name), h('dd', {}, text)];
