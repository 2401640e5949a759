/** Texts that only MEXC writes. */
import { z } from 'zod';

/** An id is text: a number, hex, or with a prefix (C02__385413065019117569043); kept exactly as it was written. */
export const textId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'not-an-id');
