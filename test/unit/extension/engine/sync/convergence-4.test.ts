/** A part of the histories of convergence.ts. */
import { test } from 'vitest';
import { checkConvergence } from './convergence';

test(
  'devices that have synced hold the same, accounts that were removed among them',
  () => checkConvergence(4, true),
  1_800_000,
);
