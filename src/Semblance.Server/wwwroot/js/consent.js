// The words that a person agrees to. They are stored with the person in the language that they were read in, so that it stays known what was agreed.

import { t } from './texts.js';

export const consent = () => [t('consent.first'), t('consent.second'), t('consent.third')];

export const consentText = () => consent().join('\n\n');
