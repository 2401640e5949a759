/** A program of the server in a process of its own, as people run it: what a kill or a bench of several processes needs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const startMs = 60_000;

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Ends it by a signal, SIGTERM unless another is named, and waits until it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await new Promise<void>((resolve) => child.once('exit', () => resolve()));
}

/** The address in the log's line that says where the process listens. */
async function listening(child: ChildProcess, log: string): Promise<string> {
  for (const from = Date.now(); Date.now() - from < startMs && child.exitCode === null; await wait(20)) {
    const url = /"url":"(http:[^"]+)"/.exec(readFileSync(log, 'utf8'))?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`${log}: the process did not start: ${readFileSync(log, 'utf8')}`);
}

/** Starts a script with these variables; its output goes to the file `log`. Gives it once it listens. */
export async function startProcess(
  script: string,
  env: Readonly<Record<string, string>>,
  log: string,
): Promise<ServerProcess> {
  const out = openSync(log, 'w');
  const memory = ['--max-semi-space-size=64', '--initial-old-space-size=256']; // as scripts/server.mjs starts the server
  const args = [...memory, '--import', 'tsx', script];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', out, out],
    env: { ...process.env, ...env },
  });
  const url = await listening(child, log).catch(async (error) => {
    await ended(child, 'SIGKILL');
    throw error;
  });
  return { url, pid: child.pid ?? 0, stop: (signal = 'SIGTERM') => ended(child, signal) };
}
