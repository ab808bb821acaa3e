// Links between pages.

import { at } from '../base.js';
import { h } from './dom.js';

/** A link to a page of the service, such as /people; the router follows it without a reload. */
export const link = (path, attributes, ...children) => h('a', { ...attributes, href: at(path), 'data-page': path }, children);
