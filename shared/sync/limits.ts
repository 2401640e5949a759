/** The bounds of the sync log's messages: both sides keep them, and the server refuses what is beyond. All inclusive. */

/** Records in one push. */
export const maxPushRecords = 500;
/** Records dropped by one push. */
export const maxPushDrops = 1_000;
/** Bytes of one push frame, all of it: 4 MiB. */
export const maxPushBytes = 4 * 1024 * 1024;
/** Bytes of one sealed record: 512 KiB. */
export const maxRecordBytes = 512 * 1024;
/** Rows in one page of a pull. */
export const maxPullRows = 1_000;
/** Bytes of the rows in one page of a pull, 4 MiB: a page ends before the row that would exceed it. */
export const maxPullBytes = 4 * 1024 * 1024;
/** Bytes of a device's sealed label. */
export const maxLabelBytes = 1_024;
/** Bytes of either message of a pairing. */
export const maxParcelBytes = 4_096;
/** Bytes of the sealed notice that a retired vault leaves behind. */
export const maxNoticeBytes = 1_024;
/** Bytes of a sealed shared snapshot: 256 KiB. */
export const maxShareBytes = 256 * 1024;
/** How long a shared snapshot may live from when it is put: 90 days. */
export const maxShareLifeMs = 90 * 24 * 60 * 60 * 1_000;
/** Shared snapshots of one vault that are open at once. */
export const maxSharesOfVault = 100;
