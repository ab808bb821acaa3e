// Why an answer is as it is, by the codes of docs/api.md.

import { has, t } from '../texts.js';

/** The reasons in words, each once. What only says again what the outcome or the advice says has no words here. */
export const reasonsIn = codes => [...new Set((codes ?? []).filter(code => has(`reason.${code}`)))].map(code => t(`reason.${code}`));
