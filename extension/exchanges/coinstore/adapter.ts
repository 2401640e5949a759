/** coinstore: not read yet. */
import type { Adapter } from '../adapter';
import { unsupportedClient } from '../unsupported-client';

export const coinstoreAdapter: Adapter = () => () => unsupportedClient;
