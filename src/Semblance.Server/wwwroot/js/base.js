// Where the page lies: at the root of its host, or below a path that a proxy gave it. Its own address says so, so nothing needs to be configured.

/** The address that everything of the service lies under; ends with a slash. */
export const BASE = new URL('..', import.meta.url);

/** The address of something of the service, such as /v1/me. */
export const at = path => new URL(path.replace(/^\//, ''), BASE);

/** The path of the page that is shown, as if the service lay at the root of its host. */
export const pathOf = address => `/${address.pathname.startsWith(BASE.pathname) ? address.pathname.slice(BASE.pathname.length) : ''}`;
