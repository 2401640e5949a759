/**
 * Bitget has two kinds of accounts, and each answers its own endpoints alone.
 *
 * `classic` is read from /api/v2; `unified`, one balance for spot, margin and futures, from /api/v3. The endpoints of the
 * other kind are refused with 40085 ("You are in Unified Account mode", from /api/v2) or 40084 (from /api/v3), before
 * anything else is checked. No other answer tells the kind: a call that failed for another reason says nothing about it.
 */

export type AccountMode = 'classic' | 'unified';

/** The kind that a refused one leaves. */
export const otherMode = (mode: AccountMode): AccountMode => (mode === 'classic' ? 'unified' : 'classic');
