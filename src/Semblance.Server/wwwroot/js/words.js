// Words for what the service says in codes and numbers.

/** What is said of other ways to sign in where the service's settings say nothing. */
export const OTHER_WAYS = 'You can always sign in another way: with your password or card, or by asking whoever runs this service.';

const POSES = { straight: 'Straight', left: 'Left', right: 'Right', up: 'Up', down: 'Down' };
const numbers = new Intl.NumberFormat('en');
const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const times = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });

/** The name of a pose. */
export const poseWord = pose => POSES[pose] ?? pose;

/** A rate as "1 in 10,000". */
export const oneIn = rate => `1 in ${numbers.format(Math.round(1 / rate))}`;

/** A whole number with separators. */
export const count = number => numbers.format(number);

/** "1 face", "3 faces". */
export const counted = (number, one, many = `${one}s`) => `${numbers.format(number)} ${number === 1 ? one : many}`;

/** A day. */
export const day = iso => dates.format(new Date(iso));

/** A day and time, to the second. */
export const moment = iso => times.format(new Date(iso));

/** How good a face is for recognition, 0 to 1, in a word. */
export function qualityWord(rank) {
    if (rank >= 0.6)
        return 'Good';
    return rank >= 0.3 ? 'Fair' : 'Weak';
}

/** A time span in seconds as 0:42 or 1:05:00. */
export function clock(seconds) {
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return (parts[0] > 0 ? parts : parts.slice(1)).map((part, index) => index === 0 ? String(part) : String(part).padStart(2, '0')).join(':');
}

/** The first letters of a name. */
export function initials(name) {
    const words = name.split(/[\s._-]+/).filter(word => word !== '');
    return (words.length > 1 ? words[0][0] + words.at(-1)[0] : name.slice(0, 2)).toUpperCase();
}
