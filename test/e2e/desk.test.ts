/** A desk of seven accounts at seven exchanges, in one vault: first what is true, then everything that can go wrong. */
import { afterAll, beforeAll, describe } from 'vitest';
import { failuresOfSevenAccounts } from './desk-failures';
import { truthOfSevenAccounts } from './desk-truth';
import { type Desk, deskOptions, openDesk } from './harness/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(deskOptions(21, () => ({ fills: 120, symbols: 5, soldOut: false })));
}, 420_000);
afterAll(() => desk?.scene.end());

describe('seven accounts at once', () => truthOfSevenAccounts(() => desk));
describe('what goes wrong', () => failuresOfSevenAccounts(() => desk));
