// Modal dialogs on the platform's own <dialog>: it keeps the focus inside, closes with Escape and gives the focus back.

import { t } from '../texts.js';
import { fill, freshId, h } from './dom.js';
import { icon } from './icons.js';
import { problemNotice } from './notice.js';

/**
 * Opens a dialog with a form. `submit` gets the form's data and may throw a problem, which is shown in the dialog; otherwise the dialog
 * closes and the promise gives what `submit` returned. Closed without submitting, the promise gives null.
 */
export function formDialog({ title, intro, fields, action, kind = 'primary', submit, ready }) {
    const titleId = freshId('dialog');
    const trouble = h('div', { class: 'dialog-trouble' });
    const go = h('button', { class: `button button-${kind}` }, action);
    const cancel = h('button', { type: 'button', class: 'button' }, t('app.cancel'));
    const form = h('form', { method: 'dialog' },
        h('div', { class: 'dialog-head' },
            h('h2', { id: titleId }, title),
            h('button', { type: 'button', class: 'button-icon', 'aria-label': t('app.close'), onclick: () => dialog.close() }, icon('cross'))),
        intro && h('div', { class: 'dialog-intro' }, intro),
        fields, trouble, h('div', { class: 'actions actions-end' }, cancel, go));
    const dialog = h('dialog', { 'aria-labelledby': titleId }, form);
    let result = null;

    const opened = new Promise(resolve => dialog.addEventListener('close', () => {
        dialog.remove();
        resolve(result);
    }, { once: true }));

    const check = () => { go.disabled = ready ? !ready(form) : false; };
    form.addEventListener('input', check);
    cancel.addEventListener('click', () => dialog.close());
    form.addEventListener('submit', async event => {
        event.preventDefault();
        go.disabled = true;
        fill(trouble);
        try {
            result = await submit(new FormData(form)) ?? true;
            dialog.close();
        } catch (problem) {
            fill(trouble, problemNotice(problem));
            check();
        }
    });

    document.body.append(dialog);
    check();
    dialog.showModal();
    form.querySelector('input, select, textarea')?.focus();
    return opened;
}

/** Shows something until it is closed. */
export function messageDialog({ title, body, action = t('app.close') }) {
    const titleId = freshId('dialog');
    const heading = h('h2', { id: titleId, tabIndex: -1 }, title);
    const dialog = h('dialog', { 'aria-labelledby': titleId },
        h('form', { method: 'dialog' },
            h('div', { class: 'dialog-head' }, heading),
            body,
            h('div', { class: 'actions actions-end' }, h('button', { class: 'button button-primary' }, action))));
    const closed = new Promise(resolve => dialog.addEventListener('close', () => {
        dialog.remove();
        resolve();
    }, { once: true }));
    document.body.append(dialog);
    dialog.showModal();
    heading.focus();
    return closed;
}
