/** `npm run simulator`: starts the exchange simulator. Node's own modules only, so that it can say what is missing. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

if (!existsSync(`${root}node_modules/tsx/package.json`)) {
  process.stderr.write(
    'The dependencies are not installed. Run `npm install` in the project folder, then try again.\n',
  );
  process.exit(1);
}

const child = spawn(process.execPath, ['--import', 'tsx', 'test/simulator/cli.ts', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
