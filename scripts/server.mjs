/** `npm run server`: runs the sync server or one of its commands; `--help` and arguments are its own. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { checkNode, installPackages, root } from './setup.mjs';

checkNode();
installPackages({ toStderr: true });

// the page of shared snapshots, which the server hands out; commands do without it
if (process.argv.length === 2 && !existsSync(new URL('../.output/viewer/page.json', import.meta.url))) {
  const { writeViewer } = await import('./viewer.mjs');
  await writeViewer();
}

// room for what many requests leave behind: an eighth of a login's time went into collecting it too often, and with the usual first
// limit all of the heap was collected every 1.5 s at 400 pushes a second, for which each push of the next 30 ms waited
const memory = ['--max-semi-space-size=64', '--initial-old-space-size=256'];
const args = [...memory, '--import', 'tsx', 'sync-server/main.ts'];
const child = spawn(process.execPath, [...args, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
