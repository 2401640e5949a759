/** Every fault that the sync server has to outlive, as often as it has to. */
import { checkNode, helpOr, installPackages, run } from './setup.mjs';

helpOr(`npm run faults

Plays what the sync server has to outlive, on a PostgreSQL of its own: the server killed in the midst of pushes (100 times, 8
devices), PostgreSQL stopped at once (30), sessions ended (200), connections cut (500), one of two instances restarted (30),
10,000 malformed requests to every route, a full disk (as root on Linux alone). Nothing that was acknowledged may be lost, no
number left out, nothing stored twice, nothing answered with a 500. It takes about half an hour; npm test plays a short round.
Each fault says what was played; the runner's summary counts what passed and failed. Exit status 0 when all of it holds.`);
checkNode();
installPackages();
const env = { ...process.env, FILLBOOK_FAULTS: 'all' };
process.exit(
  run('npx', ['vitest', 'run', '--project', 'faults', '--reporter=verbose', ...process.argv.slice(2)], { env }),
);
