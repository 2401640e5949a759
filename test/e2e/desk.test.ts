/** A desk of seven accounts at seven exchanges, in one vault: what is true, and everything that can go wrong. */
import { afterAll, beforeAll, describe } from 'vitest';
import { earlyFailures, lateFailures } from './desk-failures';
import { truthOfSevenAccounts } from './desk-truth';
import { type Desk, deskOptions, openDesk } from './harness/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(deskOptions(21, () => ({ fills: 120, symbols: 5, soldOut: false })));
}, 420_000);
afterAll(() => desk?.scene.end());

const truth = truthOfSevenAccounts(() => desk);
describe('seven accounts at once', truth.held);
describe('what was traded at six of them', () => truth.traded('early'));
describe('what goes wrong while the seventh is still imported', () => earlyFailures(() => desk));
describe('what was traded at all of them', () => truth.traded('late'));
describe('what goes wrong', () => lateFailures(() => desk));
