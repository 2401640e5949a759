/**
 * refresh_seven_accounts: one refresh of seven accounts, one at each exchange, from the click on Refresh until the page shows
 * that it has ended: balances and prices are asked, read without loss, sealed, stored, valued and announced.
 * Rival: the same calls made by bare ccxt in Node, run in turns, against the same simulator.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { type ExchangeId, exchangeIds } from '../../shared/exchanges/ids';
import { addDesk, deskOptions } from '../e2e/harness/desk';
import { goTo, openScene } from '../e2e/harness/scene';
import { setUpVault } from '../e2e/harness/steps';
import type { Simulator } from '../simulator/simulator';
import type { ApiKey } from '../simulator/world';
import type { RivalAnswer, RivalRound } from './ccxt-rival';
import { type Measurement, measurementOf } from './measurement';
import { callsOf, listOf, refreshRequests } from './refresh-calls';

const rounds = 9;
/**
 * So long a silence is the end of the imports that a refresh began. It outlasts the 5 s after which the simulator closes an idle
 * connection, too: every round of either side opens its connections anew, as a refresh does that comes every five minutes.
 */
const quietMs = 6_000;

/** Text, since a compiled function would bring helpers that the page lacks. */
const refreshMs = `new Promise((resolve) => {
  const button = document.querySelector('header button[aria-label="Refresh"]');
  const startedAt = performance.now();
  let began = false;
  const observer = new MutationObserver(() => {
    const label = button.getAttribute('aria-label');
    if (label === 'Refreshing') began = true;
    if (!began || label !== 'Refresh') return;
    observer.disconnect();
    resolve(performance.now() - startedAt);
  });
  observer.observe(button, { attributes: true, attributeFilter: ['aria-label'] });
  button.click();
})`;

/** Resolves when nothing has been asked of the simulator for a while: the imports after a refresh have ended. */
async function quiet(simulator: Simulator): Promise<void> {
  for (let seen = -1; seen !== simulator.requests().length; ) {
    seen = simulator.requests().length;
    await new Promise((resolve) => setTimeout(resolve, quietMs));
  }
}

async function ownRound(page: Page, simulator: Simulator) {
  await page.getByRole('button', { name: 'Refresh', exact: true }).waitFor();
  simulator.clearRequests();
  const ms = await page.evaluate<number>(refreshMs);
  await quiet(simulator);
  return { ms, requests: refreshRequests(simulator.requests()) };
}

async function rivalRound(rival: ChildProcess, simulator: Simulator, round: RivalRound) {
  simulator.clearRequests();
  rival.send(round);
  const [answer] = (await once(rival, 'message')) as [RivalAnswer]; // the one message that the rival sends
  await quiet(simulator);
  if ('error' in answer) throw new Error(`the rival failed: ${answer.error}`);
  return { ms: answer.ms, requests: simulator.requests() };
}

function readOnlyKeys({ accountKeys }: Simulator): Readonly<Record<ExchangeId, ApiKey>> {
  const keys = exchangeIds.map((id) => [id, accountKeys[id]?.readOnly] as const);
  return Object.fromEntries(keys) as Record<ExchangeId, ApiKey>; // the desk has an account at each
}

/** Rounds in turns, the side that begins changing; throws where the two sides did not make the same calls. */
async function measure(page: Page, simulator: Simulator, rival: ChildProcess): Promise<Measurement> {
  await quiet(simulator);
  const { requests } = await ownRound(page, simulator); // warms up, and tells the calls
  const asked = listOf(requests);
  const { port, certificate } = simulator;
  const round: RivalRound = { port, certificate, keys: readOnlyKeys(simulator), calls: callsOf(requests) };
  await rivalRound(rival, simulator, round);
  const sides = { own: () => ownRound(page, simulator), rival: () => rivalRound(rival, simulator, round) };
  const taken = { own: [] as number[], rival: [] as number[] };
  for (let index = 0; index < rounds; index += 1) {
    for (const side of index % 2 === 0 ? (['rival', 'own'] as const) : (['own', 'rival'] as const)) {
      const { ms, requests: made } = await sides[side]();
      if (listOf(made) !== asked) throw new Error(`${side}: not the same calls\n${listOf(made)}\ninstead of\n${asked}`);
      taken[side].push(ms);
    }
  }
  return measurementOf(taken.own, taken.rival);
}

/** Imports the seven accounts through the product itself, then measures. */
export async function refreshSevenAccounts(): Promise<Measurement> {
  console.log('Importing seven accounts through the extension; the exchanges’ limits make this take some minutes …');
  const scene = await openScene(deskOptions(11, () => ({ fills: 40, symbols: 3 })));
  const rival = fork(fileURLToPath(new URL('./ccxt-rival.ts', import.meta.url)));
  try {
    await setUpVault(scene.page);
    await addDesk(scene);
    await goTo(scene.page, '/');
    return await measure(scene.page, scene.simulator, rival);
  } finally {
    rival.kill();
    await scene.end();
  }
}
