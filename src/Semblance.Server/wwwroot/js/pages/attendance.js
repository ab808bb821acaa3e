// Attendance: who was seen first and last on which day of a week, as a plot, a table and a file. With ?person=, one person's.

import { api, withQuery } from '../api.js';
import { at } from '../base.js';
import { note } from '../router.js';
import { language, t } from '../texts.js';
import { fill, h } from '../ui/dom.js';
import { avatar } from '../ui/faces.js';
import { field } from '../ui/fields.js';
import { icon } from '../ui/icons.js';
import { link } from '../ui/link.js';
import { empty, loading, problemNotice } from '../ui/notice.js';
import { spanPlot } from '../ui/plot.js';
import { count } from '../words.js';

const PLOTTED = 40;     // people; more would be a wall
const DAY = 24 * 3600_000;

export default async function attendance(app, address) {
    const person = address.searchParams.get('person');
    const week = field(t('attendance.week'), { type: 'date', name: 'day', value: address.searchParams.get('day') ?? textOf(new Date()), required: true, onchange: () => look() });
    const name = h('span', {});
    const body = h('div', { class: 'stack' }, loading(t('app.loading')));
    const file = h('a', { class: 'button', download: true }, icon('file'), t('attendance.export'));
    let turn = 0;

    async function look() {
        const mine = ++turn;
        if (!week.input.value)
            return;
        note(withQuery('/attendance', { day: week.input.value, person }));
        const span = weekOf(week.input.value);
        try {
            const read = await fetchDays({ ...span, person });
            if (mine !== turn)
                return;
            file.href = at(withQuery('/v1/attendance/export', { ...span, person, zone: read.zone }));
            draw(read);
        } catch (problem) {
            if (mine === turn)
                fill(body, problemNotice(problem, look));
        }
    }

    function draw({ days }) {
        if (days.every(one => one.people.length === 0))
            return fill(body, empty('activity', t('attendance.nobody'), t('attendance.nobodyDetail')));
        fill(body, person ? dayPlot(days) : weekPlot(days), table(days));
    }

    const step = by => {
        const day = new Date(`${week.input.value}T12:00`);
        day.setDate(day.getDate() + by);
        week.input.value = textOf(day);
        look();
    };

    if (person) {
        const who = await api.get(`/v1/people/${encodeURIComponent(person)}`);
        fill(name, who.name);
    }
    const ready = look();
    return {
        ready,
        title: t('attendance.title'),
        element: h('div', { class: 'page' },
            h('p', { class: 'crumb' }, person
                ? link(`/people?person=${person}`, { 'data-back': true }, icon('back', 'icon-ahead'), name)
                : link('/activity', { 'data-back': true }, icon('back', 'icon-ahead'), t('nav.activity'))),
            h('div', { class: 'head' }, h('h1', {}, t('attendance.title')),
                h('p', { class: 'actions' }, file)),
            h('p', { class: 'lead' }, t('attendance.lead')),
            h('div', { class: 'week' },
                h('button', { type: 'button', class: 'button', 'aria-label': t('attendance.before'), onclick: () => step(-7) }, icon('back', 'icon-ahead')),
                week.element,
                h('button', { type: 'button', class: 'button', 'aria-label': t('attendance.after'), onclick: () => step(7) }, icon('back', 'icon-behind'))),
            body),
        dispose: () => { turn += 1; },
    };
}

// Days are those of this device. A service whose machine does not know its zone by this name is told how far it is from UTC.
async function fetchDays(query) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    try {
        return await api.get(withQuery('/v1/attendance', { ...query, zone }));
    } catch (problem) {
        if (problem.code !== 'invalidRequest')
            throw problem;
        return api.get(withQuery('/v1/attendance', { ...query, zone: offsetOf(new Date(`${query.from}T12:00`)) }));
    }
}

// The whole week from left to right, a row for each person.
function weekPlot(days) {
    const rows = new Map();
    days.forEach((one, index) => one.people.forEach(who => {
        if (!rows.has(who.id))
            rows.set(who.id, { label: nameOf(who), spans: [] });
        const { from, to } = within(one, who);
        rows.get(who.id).spans.push({ from: (index + from) / days.length, to: (index + to) / days.length, title: `${dayName(one)}: ${spanOf(who)}` });
    }));
    const shown = [...rows.values()].sort((a, b) => a.label.localeCompare(b.label, language.locale));
    return h('section', {}, spanPlot(t('attendance.plot'), days.map((one, index) => ({ at: index / days.length, text: shortDay(one) })), shown.slice(0, PLOTTED)),
        shown.length > PLOTTED && h('p', { class: 'hint' }, t('attendance.plotted', { n: count(PLOTTED), all: count(shown.length) })));
}

// One person: a row for each day, the hours from left to right.
function dayPlot(days) {
    const hours = [0, 6, 12, 18].map(hour => ({ at: hour / 24, text: clockTime(new Date(2026, 0, 1, hour)) }));
    return spanPlot(t('attendance.plot'), hours, days.map(one => ({ label: dayName(one), spans: one.people.map(who => ({ ...within(one, who), title: spanOf(who) })) })));
}

function table(days) {
    const columns = ['day', 'person', 'first', 'last', 'times'];
    return h('div', { class: 'table-frame', tabIndex: 0, role: 'region', 'aria-label': t('attendance.title') }, h('table', { class: 'table table-stacked' },
        h('thead', {}, h('tr', {}, columns.map(column => h('th', { scope: 'col' }, t(`attendance.${column}`))))),
        h('tbody', {}, days.flatMap(one => one.people.map(who => h('tr', {},
            h('td', { 'data-label': t('attendance.day') }, h('time', { datetime: one.day }, dayName(one))),
            h('td', { 'data-label': t('attendance.person') }, who.name ? h('span', { class: 'with-avatar' }, avatar({ ...who, faces: [{ hasPhoto: who.hasPhoto }] }, 'avatar-small'), link(`/attendance?person=${who.id}&day=${one.day}`, {}, who.name)) : nameOf(who)),
            h('td', { 'data-label': t('attendance.first') }, clockTime(who.first)),
            h('td', { 'data-label': t('attendance.last') }, who.times > 1 ? clockTime(who.last) : '–'),
            h('td', { 'data-label': t('attendance.times') }, count(who.times))))))));
}

function within({ begins, ends }, { first, last }) {
    const [start, end] = [begins, ends].map(time => new Date(time).getTime());
    const [from, to] = [first, last].map(time => (new Date(time) - start) / (end - start));
    return { from, to };
}

function weekOf(text) {
    const day = new Date(`${text}T12:00`);
    // Weeks begin on the day that is usual where the person lives.
    const locale = new Intl.Locale(language.locale);
    const begins = (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1;
    const from = new Date(day.getTime() - (day.getDay() - begins % 7 + 7) % 7 * DAY);
    return { from: textOf(from), to: textOf(new Date(from.getTime() + 6 * DAY)) };
}

const textOf = date => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

const two = number => String(number).padStart(2, '0');

function offsetOf(date) {
    const minutes = -date.getTimezoneOffset();
    return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

const nameOf = who => who.name ?? t('attendance.gone');

const spanOf = who => who.times > 1 ? `${clockTime(who.first)} – ${clockTime(who.last)}` : clockTime(who.first);

const clockTime = time => new Intl.DateTimeFormat(language.locale, { timeStyle: 'short' }).format(new Date(time));

const dayName = one => new Intl.DateTimeFormat(language.locale, { weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(`${one.day}T12:00`));

const shortDay = one => new Intl.DateTimeFormat(language.locale, { weekday: 'short' }).format(new Date(`${one.day}T12:00`));
