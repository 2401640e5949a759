/** `npm run report`: the report of a file of fills; `--help` and its arguments are the command's own. */
import { spawn } from 'node:child_process';
import { totalmem } from 'node:os';
import { checkNode, installPackages, root } from './setup.mjs';

checkNode();
installPackages({ toStderr: true }); // standard output is the report's alone

// npm runs scripts in the project's folder and names the caller's, from which files are meant.
const isScript = process.env.npm_lifecycle_event === 'report';
const cwd = (isScript ? process.env.INIT_CWD : undefined) ?? process.cwd();
// A million fills need more than Node takes by itself on a small machine. Nearly all that is read is kept: with more room for
// what is new, it is moved about less often, which saves a sixth of the time.
const heapMb = Math.max(2048, Math.floor((totalmem() / 2 ** 20) * 0.75));
const memory = [`--max-old-space-size=${heapMb}`, '--max-semi-space-size=64'];
const program = ['--import', import.meta.resolve('tsx'), `${root}shared/report/cli.ts`];
const child = spawn(process.execPath, [...memory, ...program, ...process.argv.slice(2)], { cwd, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
