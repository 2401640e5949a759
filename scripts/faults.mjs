/** Every fault that the sync server and its devices have to outlive, as often as they have to. */
import { checkNode, helpOr, installPackages, run } from './setup.mjs';

helpOr(`npm run faults

Plays what the sync server has to outlive, on a PostgreSQL of its own: the server killed in the midst of pushes (100 times, 8
devices), PostgreSQL stopped at once (30), sessions ended (200), connections cut (500), one of two instances restarted (30),
10,000 malformed requests to every route, a full disk (as root on Linux alone). Nothing that was acknowledged may be lost, no
number left out, nothing stored twice, nothing answered with a 500. Then plays 2,000 histories of two to six devices that write,
sync, lose answers, stop and start with clocks that are wrong: all end equal, and every change counts or is kept. It takes about
ten minutes; npm test plays a short round of the faults and 200 of the histories.
Arguments are given to vitest, and name what of the server's faults is played; then no histories are.
Each fault says what was played; the runner's summary counts what passed and failed. Exit status 0 when all of it holds.`);
checkNode();
installPackages();
const env = { ...process.env, FILLBOOK_FAULTS: 'all' };
const asked = process.argv.slice(2);
const play = (...args) => run('npx', ['vitest', 'run', '--reporter=verbose', ...args], { env });
const faults = play('--project', 'faults', ...asked);
const histories = asked.length > 0 ? 0 : play('--project', 'unit', 'test/unit/extension/engine/sync/convergence');
process.exit(faults || histories);
