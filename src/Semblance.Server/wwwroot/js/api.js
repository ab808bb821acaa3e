// Requests to the service. Everything that fails becomes a Problem, whose title and detail can be shown as they are.

import { at } from './base.js';
import { has, t } from './texts.js';

// Of these the service says in each case what is wrong, in English; the page's words are about all of them.
const SAID_BY_THE_SERVICE = new Set(['invalidRequest', 'photoUnreadable', 'fileUnusable', 'packUnavailable']);

/** A request that failed: what the service said (RFC 9457), or that it cannot be reached. */
export class Problem extends Error {
    constructor({ status = 0, code = 'unexpected', title, detail, said = null, retryAfter = null }) {
        super(detail ?? title);
        this.status = status;
        this.code = code;
        this.title = title;
        this.detail = detail;
        /** What the service said of this case, in English; null where the page's own words say all. */
        this.said = said;
        /** Seconds to wait; null where the service did not say. */
        this.retryAfter = retryAfter;
    }
}

/** A problem in the page's own words. */
export const problemOf = (code, more = {}) => new Problem({ code, title: t(`problem.${code}.title`), detail: t(`problem.${code}.detail`), ...more });

/** What a page inside another site's sends in place of a cookie; null everywhere else. */
export const inside = { session: null };

/** Called when the service no longer knows who this browser is. */
export const session = { onEnded: () => {} };

export const api = {
    get: (path, options) => json('GET', path, options),
    post: (path, body, options) => json('POST', path, { body, ...options }),
    put: (path, body) => json('PUT', path, { body }),
    patch: (path, body) => json('PATCH', path, { body }),
    delete: path => json('DELETE', path),
    /** The answer as a file. */
    postForFile: async (path, body) => {
        const response = await send('POST', path, { body });
        return { blob: await response.blob(), name: fileName(response) };
    },
};

/** A path with a query; empty values are left out. */
export function withQuery(path, query) {
    const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
    return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}

async function json(method, path, options) {
    const response = await send(method, path, options);
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
}

async function send(method, path, { body, signal, headers = {} } = {}) {
    const request = { method, signal, headers: { Accept: 'application/json', ...headers }, credentials: 'same-origin', cache: 'no-store' };
    if (method !== 'GET')
        request.headers['X-Semblance'] = '1';
    if (inside.session !== null)
        request.headers.Authorization = `Bearer ${inside.session}`;
    if (body instanceof FormData) {
        request.body = body;
    } else if (body !== undefined && body !== null) {
        request.body = JSON.stringify(body);
        request.headers['Content-Type'] = 'application/json';
    }

    let response;
    try {
        response = await fetch(at(path), request);
    } catch (error) {
        if (error.name === 'AbortError')
            throw error;
        throw problemOf('unreachable');
    }
    if (response.ok)
        return response;

    const problem = await readProblem(response);
    if (problem.code === 'notAuthenticated' && path !== '/v1/login' && path !== '/v1/links/open')
        session.onEnded();
    throw problem;
}

async function readProblem(response) {
    let said = {};
    if (/json/.test(response.headers.get('Content-Type') ?? ''))
        said = await response.json().catch(() => ({}));
    const code = has(`problem.${said.code}`) ? said.code : 'unexpected';
    return problemOf(code, {
        status: response.status,
        code: said.code ?? code,
        said: SAID_BY_THE_SERVICE.has(code) ? said.detail ?? null : null,
        retryAfter: retryAfter(response.headers.get('Retry-After')),
    });
}

function retryAfter(header) {
    if (header === null)
        return null;
    const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
    return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

function fileName(response) {
    const header = response.headers.get('Content-Disposition') ?? '';
    const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header);
    if (encoded)
        return decodeURIComponent(encoded[1]);
    return /filename="?([^";]+)"?/i.exec(header)?.[1] ?? null;
}
