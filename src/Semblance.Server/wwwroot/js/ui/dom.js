// Building elements. Text is always text: nothing here parses HTML.

const PROPERTIES = new Set(['value', 'checked', 'disabled', 'hidden', 'indeterminate', 'open', 'required', 'selected', 'htmlFor', 'textContent', 'tabIndex']);

/**
 * An element with attributes, listeners (`onclick`) and children. Attributes that are null or false are left out; children that are null
 * or false as well.
 */
export function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    set(element, attributes);
    element.append(...clean(children));
    return element;
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    set(element, attributes);
    element.append(...clean(children));
    return element;
}

/** Replaces what an element holds. */
export function fill(element, ...children) {
    element.replaceChildren(...clean(children));
    return element;
}

/** Says whether a person is before the camera now: on small screens everything else gives way (css/pages.css). */
export const busy = isBusy => document.body.classList.toggle('is-busy', isBusy);

let lastId = 0;

/** An id that no other element has. */
export function freshId(prefix) {
    lastId += 1;
    return `${prefix}-${lastId}`;
}

function clean(children) {
    return children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false);
}

function set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false && !PROPERTIES.has(name))
            continue;
        if (name.startsWith('on'))
            element.addEventListener(name.slice(2), value);
        else if (name === 'class')
            element.setAttribute('class', value);
        else if (PROPERTIES.has(name) && element instanceof HTMLElement)
            element[name] = value;
        else
            element.setAttribute(name, value === true ? '' : value);
    }
}
