/** Argon2id's parameters as they are stored. Apart from the derivation, which pages without a schema library use too. */
import { z } from 'zod';

const uint32 = z.number().int().min(0).max(0xffff_ffff);

/** Stored parameters as they are read: integers from 0 to 2^32 − 1, other keys dropped. `checkKdf` (kdf.ts) judges them. */
export const kdfParamsSchema = z.object({ memoryKiB: uint32, iterations: uint32, parallelism: uint32 });
