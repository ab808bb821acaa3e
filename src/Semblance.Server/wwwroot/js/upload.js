// Photos that are chosen as files, made small enough to be sent.

const LONG_SIDE = 1600;
const QUALITY = 0.9;

/** How many photos one request takes. */
export const MOST_PHOTOS = 10;

/** A photo of at most 1600 pixels a side. What this browser cannot read, such as HEIC in some, is sent as it is: the service may. */
export async function smaller(file) {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
    if (picture === null)
        return file;
    const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext('2d', { alpha: false }).drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
}

/** The form of an enrolment by photos (docs/api.md, people). */
export async function enrolmentForm({ name, consent, keepPhotos, photos }) {
    const form = new FormData();
    for (const [key, value] of Object.entries({ name, consent, keepPhotos }))
        form.append(key, value);
    for (const photo of photos)
        form.append('photo', await smaller(photo), photo.name);
    return form;
}
