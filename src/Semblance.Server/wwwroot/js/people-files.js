// Who is to be enrolled with which photos: from a folder, or from a CSV file with photos beside it.

const PICTURE = /\.(jpe?g|png|webp|gif|bmp|heic|heif|avif|pgm|ppm)$/i;

/**
 * People of a folder that was chosen: of a photo in a folder of its own the folder is the person's name, of one that lies in the chosen folder itself the file is.
 * Gives [{ name, photos }].
 */
export function peopleOfFolder(files) {
    const people = new Map();
    for (const file of [...files].filter(one => PICTURE.test(one.name)).sort((a, b) => a.webkitRelativePath.localeCompare(b.webkitRelativePath))) {
        const folders = file.webkitRelativePath.split('/').slice(1, -1);
        add(people, folders.at(-1) ?? file.name.replace(PICTURE, ''), file);
    }
    return listOf(people);
}

/**
 * People of a CSV file: a name and the name of a photo in each line, several lines for several photos; a first line that says name is passed over.
 * Gives the people, and the photos that are named and were not chosen.
 */
export function peopleOfTable(text, photos) {
    const byName = new Map([...photos].map(photo => [photo.name.toLowerCase(), photo]));
    const people = new Map();
    const missing = [];
    parse(text).forEach(([name = '', file = ''], index) => {
        if (name.trim() === '' || index === 0 && name.trim().toLowerCase() === 'name')
            return;
        const photo = byName.get(file.trim().split(/[\\/]/).at(-1).toLowerCase());
        if (photo)
            add(people, name.trim(), photo);
        else
            missing.push(file.trim() || name.trim());
    });
    return { people: listOf(people), missing };
}

function add(people, name, photo) {
    if (!people.has(name))
        people.set(name, []);
    people.get(name).push(photo);
}

const listOf = people => [...people].map(([name, photos]) => ({ name, photos }));

// RFC 4180, with semicolons too, as some spreadsheets write them.
function parse(text) {
    const rows = [[]];
    let cell = '', isQuoted = false;
    const separator = /^[^"\n]*;/.test(text) && !/^[^"\n]*,/.test(text) ? ';' : ',';
    const end = () => {
        rows.at(-1).push(cell);
        cell = '';
    };
    const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
    for (let i = 0; i < clean.length; i++) {
        const character = clean[i];
        if (isQuoted && character === '"' && clean[i + 1] === '"')
            cell += clean[++i];
        else if (character === '"' && (isQuoted || cell === ''))
            isQuoted = !isQuoted;
        else if (character === separator && !isQuoted)
            end();
        else if (character === '\n' && !isQuoted) {
            end();
            rows.push([]);
        } else
            cell += character;
    }
    end();
    return rows;
}
