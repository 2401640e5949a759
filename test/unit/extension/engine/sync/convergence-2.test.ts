/** A part of the histories of convergence.ts. */
import { test } from 'vitest';
import { checkConvergence } from './convergence';

test(
  'devices that have synced hold the union of the fills and the latest versions',
  () => checkConvergence(2, false),
  1_800_000,
);
