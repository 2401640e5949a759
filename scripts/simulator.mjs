/** `npm run simulator`: starts the exchange simulator; `--help` and its arguments are the simulator's own. */
import { spawn } from 'node:child_process';
import { checkNode, installPackages, root } from './setup.mjs';

checkNode();
installPackages();

const child = spawn(process.execPath, ['--import', 'tsx', 'test/simulator/cli.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
