// The page: who asks decides what it shows.

import { api, session } from './api.js';
import { Router } from './router.js';
import { fill, h } from './ui/dom.js';
import { loading, problemNotice } from './ui/notice.js';
import { topBar } from './ui/top.js';

// Modules are fetched when their page is first shown.
const PAGES = [
    { path: '/', label: 'Sign in', icon: 'face', role: 'verify', load: () => import('./pages/signin.js') },
    { path: '/enrol', label: 'Enrol', icon: 'enrol', role: 'enroll', load: () => import('./pages/enrol.js') },
    { path: '/people', label: 'People', icon: 'people', role: 'admin', load: () => import('./pages/people.js') },
    { path: '/settings', label: 'Settings', icon: 'settings', role: 'admin', load: () => import('./pages/settings.js') },
    { path: '/activity', label: 'Activity', icon: 'activity', role: 'admin', load: () => import('./pages/activity.js') },
];
const ROLES = ['verify', 'enroll', 'admin'];

const main = document.getElementById('main');
const top = document.getElementById('top');

/** What every page gets: who asks, and how to go elsewhere. */
const app = {
    me: { name: null, role: null, page: 'kiosk', liveness: null },
    /** Whether it was somebody's until a moment ago. */
    ended: false,
    may: role => ROLES.indexOf(app.me.role) >= ROLES.indexOf(role) || role === 'verify' && app.me.page === 'public',
    go: path => router.go(path),
    /** Asks again who this browser is, then shows the page. */
    refresh: async () => {
        app.me = await api.get('/v1/me');
        await router.show({ focus: true });
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
    const page = PAGES.find(one => one.path === address.pathname) ?? PAGES[0];
    try {
        const { default: build } = app.may(page.role) ? await page.load() : await import('./pages/key.js');
        return await build(app, app.may(page.role) ? address : page);
    } catch (problem) {
        return { title: page.label, element: broken(problem, () => router.show()) };
    }
});
router.onShown = path => topBar(top, app, PAGES.filter(page => app.may(page.role)), path);

session.onEnded = async () => {
    if (app.me.role === null)
        return;
    app.me = await api.get('/v1/me').catch(() => ({ ...app.me, role: null }));
    app.ended = app.me.role === null;
    await router.show({ focus: true });
};

const broken = (problem, retry) => h('div', { class: 'page page-narrow' }, h('h1', {}, 'This page did not open'), problemNotice(problem, retry));

async function begin() {
    fill(main, loading('Opening …'));
    try {
        app.me = await api.get('/v1/me');
    } catch (problem) {
        fill(main, broken(problem, begin));
        return;
    }
    await router.show();
}

await begin();
