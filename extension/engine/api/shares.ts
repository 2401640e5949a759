/**
 * Shared snapshots as pages see them: what a link shows, until when, and what it would look like to whoever opens it.
 *
 * A share is prepared first and made of just those bytes afterwards, so that nothing is ever sent that was not looked at. It needs a
 * sync server; the server learns neither the content nor the link's key.
 */
import type { Failure } from '../../../shared/reasons';
import type { Result, UnixMs } from '../../../shared/result';
import type { ShareDetail } from '../../../shared/snapshot/content';

/**
 * What the trader chooses. `title`: shown to whoever opens the link, at most 80 characters, may be empty. `accountIds`: null for all
 * that count. `days`: until it expires, 1 to 90. `live`: the same link is given a newer snapshot after each refresh.
 */
export interface ShareChoices {
  readonly title: string;
  readonly accountIds: readonly string[] | null;
  readonly detail: ShareDetail;
  readonly days: number;
  readonly live: boolean;
}

/** `passphrase`: wanted beside the link; null for none. Only the key that it gives is kept. */
export interface ShareDraft extends ShareChoices {
  readonly passphrase: string | null;
}

/** A sealed snapshot that was not sent yet, with all that opens it: the page shows it, and hands it back to be sent. */
export interface PreparedShare {
  /** 16 bytes as hex. */
  readonly shareId: string;
  /** 32 bytes as hex; so is `passphraseKey`, null without a passphrase. `salt`: 16 bytes as hex. */
  readonly linkKey: string;
  readonly salt: string;
  readonly passphraseKey: string | null;
  readonly preparedAt: UnixMs;
  readonly expiresAt: UnixMs;
  /** As they would be sent. */
  readonly bytes: Uint8Array;
}

/**
 * A share as the list has it. `state`: `open`; `revoking`: the trader revoked it and the server was not reached yet, so that the
 * link may still open, `problem` says why; `ended`: with the move of the vault to new keys, its link opens nothing any more; `expired`.
 * `sentAt`: when its content was sent last, by this device; null where another did.
 * `problem` of an open one: why the last attempt to send a newer content failed.
 */
export interface ShareView {
  readonly id: string;
  readonly title: string;
  readonly accountLabels: readonly string[] | null;
  readonly detail: ShareDetail;
  readonly live: boolean;
  readonly hasPassphrase: boolean;
  readonly createdAt: UnixMs;
  readonly expiresAt: UnixMs;
  readonly state: 'open' | 'revoking' | 'ended' | 'expired';
  readonly sentAt: UnixMs | null;
  readonly problem: Failure | PrepareShareError | CreateShareError | null;
}

export interface SharesView {
  /** The server that new shares go to; null: this vault is connected to none. */
  readonly origin: string | null;
  /** Newest first. */
  readonly shares: readonly ShareView[];
  /** Shares whose record does not open on this device. */
  readonly unread: readonly Failure[];
}

/** `too-large`: more than 256 KiB; fewer accounts, or no coins, are smaller. `too-many-accounts`: more than 50. */
export type PrepareShareError =
  | { readonly reason: 'too-large' }
  | { readonly reason: 'too-many-accounts'; readonly limit: number }
  | { readonly reason: 'no-account' };

/** `not-connected`: a sync server is needed first. `too-many-shares`: revoke one. */
export type CreateShareError =
  | { readonly reason: 'not-connected' }
  | { readonly reason: 'too-many-shares'; readonly limit: number };

export interface SharesApi {
  shares(): Promise<SharesView>;
  /** A snapshot of now, sealed; nothing is stored or sent. Waits until the books are loaded. */
  prepareShare(draft: ShareDraft): Promise<Result<PreparedShare, PrepareShareError | Failure>>;
  /** Sends just those bytes and gives the link. Repeated with the same it changes nothing. */
  createShare(
    choices: ShareChoices,
    prepared: PreparedShare,
  ): Promise<Result<{ readonly link: string }, CreateShareError | Failure>>;
  /** The link of an open share, key and all: for the clipboard. `cancelled` where it is not open any more. */
  shareLink(shareId: string): Promise<Result<string, Failure>>;
  /**
   * Has the server delete the bytes; one that ended is taken off the list. Where the server is not reached the share is `revoking`,
   * and each refresh tries again.
   */
  revokeShare(shareId: string): Promise<Result<void, Failure>>;
}
