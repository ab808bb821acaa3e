// The page: who asks decides what it shows.

import { api, inside, Problem, session } from './api.js';
import { pathOf } from './base.js';
import { begun, isInside, tell } from './inside.js';
import { Router } from './router.js';
import { loadTexts, showLanguage, t } from './texts.js';
import { fill, h } from './ui/dom.js';
import { footer } from './ui/footer.js';
import { loading, problemNotice } from './ui/notice.js';
import { topBar } from './ui/top.js';

// Modules are fetched when their page is first shown. The label is a name in the group nav of the texts.
const PAGES = [
    { path: '/', label: 'signin', icon: 'face', role: 'verify', load: () => import('./pages/signin.js') },
    { path: '/embed', label: 'signin', within: '/', role: 'verify', load: () => import('./pages/signin.js') },
    { path: '/enrol', label: 'enrol', icon: 'enrol', role: 'enroll', load: () => import('./pages/enrol.js') },
    { path: '/people', label: 'people', icon: 'people', role: 'admin', load: () => import('./pages/people.js') },
    { path: '/settings', label: 'settings', icon: 'settings', role: 'admin', load: () => import('./pages/settings.js') },
    { path: '/activity', label: 'activity', icon: 'activity', role: 'admin', load: () => import('./pages/activity.js') },
    { path: '/attendance', label: 'activity', within: '/activity', role: 'admin', load: () => import('./pages/attendance.js') },
];
const REFUSED = { label: 'unknown', load: async () => {
    const { default: build } = await import('./pages/refused.js');
    return { default: (app, address) => build(app, address, document.documentElement.dataset.refused) };
} };
const UNKNOWN = { label: 'unknown', load: () => import('./pages/unknown.js') };
const ROLES = ['verify', 'enroll', 'admin'];
// The page that a one-time link for one thing opens.
const LINKED = { signIn: isInside ? '/embed' : '/', enroll: '/enrol' };

const main = document.getElementById('main');
const top = document.getElementById('top');
const foot = document.getElementById('foot');

/** What every page gets: who asks, and how to go elsewhere. */
const app = {
    /** What the page around this one asks for; null where there is none. */
    inside: null,
    me: { name: null, role: null, page: 'kiosk', liveness: null, device: false },
    /** Whether it was somebody's until a moment ago. */
    ended: false,
    may: role => ROLES.indexOf(app.me.role) >= ROLES.indexOf(role) || role === 'verify' && app.me.page === 'public',
    /** Whether a page is shown: a browser that a one-time link opened has the one that the link is for. */
    shows: page => app.me.device ? page.path === '/' : page.path === '/' && isAskedByProgram() ? true : app.me.link ? page.path === LINKED[app.me.link.action] : app.may(page.role),
    go: path => router.go(path),
    /** Asks again who this browser is, then shows the page: after it was opened, the one where there is something to do. */
    refresh: async () => {
        app.me = await api.get('/v1/me');
        const begin = app.me.link ? LINKED[app.me.link.action] : pathOf(location) === '/' && app.may('admin') && await isNobodyEnrolled() ? '/enrol' : pathOf(location);
        await (begin === pathOf(location) ? router.show({ focus: true }) : router.go(begin));
    },
    /** After this browser became a kiosk: nothing that was shown before can be gone back to. */
    toKiosk: async () => {
        app.me = await api.get('/v1/me');
        await router.go('/');
    },
    logout: async () => {
        try {
            await api.post('/v1/logout');
            app.me = await api.get('/v1/me');
            await router.go('/');
        } catch (problem) {
            fill(main, broken(problem, app.logout));
        }
    },
};

const router = new Router(main, address => async () => {
    const page = document.documentElement.dataset.refused ? REFUSED : PAGES.find(one => one.path === pathOf(address) || one.path === '/' && pathOf(address) === '/index.html') ?? UNKNOWN;
    try {
        const may = page === UNKNOWN || page === REFUSED || app.shows(page);
        const { default: build } = may ? await page.load() : await import('./pages/key.js');
        return await build(app, may ? address : page);
    } catch (problem) {
        return { title: t(`nav.${page.label}`), element: broken(problem, () => router.show()) };
    }
});
router.onShown = path => topBar(top, app, PAGES.filter(page => !page.within && app.shows(page)), PAGES.find(page => page.path === path)?.within ?? path);

session.onEnded = async () => {
    if (app.me.role === null)
        return;
    app.me = await api.get('/v1/me').catch(() => ({ ...app.me, role: null }));
    app.ended = app.me.role === null;
    await router.show({ focus: true });
};

// A program sent this browser here: the page is open for what it asked.
const isAskedByProgram = () => app.me.forProgram && new URLSearchParams(location.search).has('authorize');

const isNobodyEnrolled = async () => (await api.get('/v1/people?limit=1')).total === 0;

const broken = (problem, retry) => h('div', { class: 'page page-narrow' }, h('h1', {}, t('app.broken')), problemNotice(problem, retry));

// The page around this one hands over a link, which is exchanged for a session that this page holds itself: browsers keep no cookie for it there.
async function beginInside() {
    app.inside = await begun();
    if (app.inside.language)
        await showLanguage(app.inside.language);
    if (app.inside.accent && CSS.supports('color', app.inside.accent))
        document.documentElement.style.setProperty('--accent', app.inside.accent);
    if (app.inside.link)
        inside.session = (await api.post('/v1/links/open', { link: app.inside.link, inside: true })).session;
}

async function begin() {
    fill(main, loading(t('app.loading')));
    try {
        if (isInside)
            await beginInside();
        if (await openLink())
            return await app.refresh();
        app.me = await api.get('/v1/me');
    } catch (problem) {
        tell({ semblance: 'problem', code: problem.code });
        fill(main, broken(problem, isInside ? null : begin));
        return;
    }
    await router.show();
}

// A one-time link stands in the fragment, which browsers send to nobody. It leaves the address before anything else happens, and is exchanged for this browser's session.
async function openLink() {
    const link = /^#link=(.+)$/.exec(location.hash)?.[1];
    if (!link)
        return false;
    history.replaceState(history.state, '', location.pathname + location.search);
    fill(main, loading(t('link.opening')));
    try {
        await api.post('/v1/links/open', { link });
        return true;
    } catch (problem) {
        if (problem.code !== 'notAuthenticated')
            throw problem;
        throw new Problem({ ...problem, title: t('link.used'), detail: t('link.usedDetail') });
    }
}

/** The texts that stand outside of pages. */
function frame() {
    const skip = document.getElementById('skip');
    skip.textContent = t('app.skip');
    skip.hidden = false;
    footer(foot, async () => {
        frame();
        await router.show();
    });
}

document.body.classList.toggle('is-inside', isInside);
await loadTexts();
frame();
await begin();
