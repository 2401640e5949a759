/**
 * Why the sync server refuses: one closed table from reason to HTTP status, kept by both sides.
 *
 * The body of every refusal is `{ "error": { "reason": …, …data } }`. Code decides by the reason; the status is for what stands
 * between. 503 and 429 carry `Retry-After` in seconds.
 */
export const refusalStatus = {
  /** A field is missing, unknown or breaks its rule; `field` names the first one. */
  malformed: 400,
  /** The signature is not of that key over that statement. */
  'signature-rejected': 401,
  /** The challenge is unknown, spent or older than 60 seconds. */
  'challenge-expired': 401,
  /** No token, an unknown one, or one whose 15 minutes are over: sign again. */
  'token-expired': 401,
  /** The device was removed from the vault, for good. */
  'device-removed': 403,
  /** A device was removed: this vault admits no further one. */
  'vault-frozen': 403,
  /** This server wants its operator's invite for a new vault, and this one is missing, spent or expired. */
  'invite-required': 403,
  /** No such vault or device, or it was erased. */
  'vault-unknown': 404,
  /** No such route. */
  'route-unknown': 404,
  /** No such shared snapshot, or it has expired, or it was revoked: which of them, nobody is told. */
  'share-unknown': 404,
  /** No such pairing, or its 10 minutes are over, or its parcel was taken. */
  'pairing-unknown': 404,
  /** The other side has not left its message yet. */
  'pairing-pending': 404,
  /** A message of this pairing was left before. */
  'pairing-taken': 409,
  /** A vault or device with this id exists with other data, or another vault than the one named follows by now. */
  'exists-already': 409,
  /** Another version is current: `conflicts` lists {rid, seq} of each. Pull, merge, push again. */
  superseded: 409,
  /** A drop names what is not the device's own current version: `conflicts` as above. */
  'not-own': 409,
  /** The vault was retired: its devices moved to another one. `notice` is what was left for them, sealed, base64. */
  'vault-retired': 410,
  /** The vault was erased here by one of its devices. `notice` is what that one left for the others, sealed, base64. */
  'vault-closed': 410,
  /** The body is larger than the route takes; `limitBytes`. */
  'too-large': 413,
  /** It waited at the server for longer than it may (`sendWithinMs`): it was not sent, and must be signed anew. */
  'sign-again': 422,
  /** Not in the table of reads: method, host and path. */
  'not-relayed': 403,
  /** Too many requests; `untilAt`. */
  'rate-limited': 429,
  /** As many requests of this vault are under way as may be. */
  'too-many-in-flight': 429,
  /** The vault has as many shared snapshots open as may be; `limit`. Revoke one. */
  'too-many-shares': 409,
  /** A bug or an unforeseen failure of the server. */
  internal: 500,
  /** The exchange gave no whole reply: not reached, cut off, or an address that may not be called. */
  'upstream-failed': 502,
  /** The exchange's reply is larger than is relayed; `limitBytes`. */
  'upstream-too-large': 502,
  /** The database or the server itself is on its way down or up. */
  unavailable: 503,
  /** The exchange did not answer in time. */
  'upstream-timeout': 504,
  /** The vault's share of the server is used up; `limitBytes`, `usedBytes`. */
  'quota-exceeded': 507,
  /** The server's disk is full; nothing was stored. */
  'storage-full': 507,
} as const;

type RefusalReason = keyof typeof refusalStatus;

/** A refusal as it travels: its reason and its data. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly [datum: string]: unknown;
}
