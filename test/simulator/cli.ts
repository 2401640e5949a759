/** The command line of the simulator: reads its options, starts it, prints how to use and how to stop it. */
import { parseArgs } from 'node:util';
import { exchangeIdOf, exchangeIds } from '../../shared/exchanges/ids';
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator';
import { type ApiKey, mostSymbols } from './world';

const usage = `Starts the exchange simulator: exchanges over TLS on 127.0.0.1, with a history whose truth is known.

  npm run simulator -- [options]

  --seed N           the world's seed; the same seed gives the same markets, keys and fills (1)
  --port N           TLS port (9443)
  --exchange NAME    whose account it is: ${exchangeIds.join(', ')} (binance)
  --fills N          fills of the account (600)
  --symbols N        symbols it trades, 1 to ${mostSymbols} (8)
  --per-page N       rows of a page of fills at most (1000)
  --proxy-port N     also start a CONNECT proxy, for browsers that cannot map hosts
  --control-port N   also start the HTTP control port: faults, new fills, truth, request log
  --oversold         the history sells more than it bought
  --unpriced         the account holds a coin that no market prices
  --rebates          maker sells earn instead of paying
  --help             this text

It ends with Ctrl+C.
`;

const numbers = {
  seed: [0, 4_294_967_295],
  port: [0, 65_535],
  fills: [0, 5_000_000],
  symbols: [1, mostSymbols],
  'per-page': [1, 1000],
  'proxy-port': [0, 65_535],
  'control-port': [0, 65_535],
} as const;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = {
  ...{ seed: text, port: text, fills: text, symbols: text, 'per-page': text, 'proxy-port': text, 'control-port': text },
  exchange: text,
  ...{ oversold: flag, unpriced: flag, rebates: flag, help: flag },
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

class UsageError extends Error {}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

/** What the arguments ask for; null when they ask for help. Throws `UsageError` with one line. */
function read(args: readonly string[]): SimulatorOptions | null {
  const values = parse(args);
  if (values.help === true) return null;
  const given = (name: keyof typeof numbers): number | undefined => {
    const value = values[name];
    if (value === undefined) return undefined;
    const [least, most] = numbers[name];
    const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not "${value}"`);
  };
  const exchange = exchangeIdOf(values.exchange ?? 'binance');
  if (exchange === null)
    throw new UsageError(`--exchange takes one of ${exchangeIds.join(', ')}, not "${values.exchange}"`);
  const [perPage, proxyPort, controlPort] = [given('per-page'), given('proxy-port'), given('control-port')];
  return {
    exchange,
    // what every exchange still serves, however short its look-back
    ...(exchange === 'binance' ? {} : { startAt: Date.now() - 25 * dayMs, endAt: Date.now() - hourMs }),
    ...{
      seed: given('seed') ?? 1,
      port: given('port') ?? 9443,
      fills: given('fills') ?? 600,
      symbols: given('symbols') ?? 8,
    },
    ...{ oversold: values.oversold ?? false, unpriced: values.unpriced ?? false, rebates: values.rebates ?? false },
    ...(perPage === undefined ? {} : { perPage }),
    ...(proxyPort === undefined ? {} : { proxyPort }),
    ...(controlPort === undefined ? {} : { controlPort }),
  };
}

const third = ({ passphrase, memo }: ApiKey): readonly string[] => [
  ...(passphrase === '' ? [] : [`       phrase   ${passphrase}`]),
  ...(memo === '' ? [] : [`       memo     ${memo}`]),
];

function describe(simulator: Simulator): string {
  const { keys } = simulator;
  const lines = [
    `Exchange simulator on https://127.0.0.1:${simulator.port} for ${simulator.hosts.join(', ')}`,
    '',
    `Read-only key   ${keys.readOnly.apiKey}`,
    `       secret   ${keys.readOnly.secret}`,
    ...third(keys.readOnly),
    `Trading key     ${keys.trading.apiKey}`,
    `       secret   ${keys.trading.secret}`,
    '',
    `Public key      ${simulator.spki} (SHA-256, base64)`,
    'Chromium        started with these flags reaches the simulator in place of the exchanges:',
    ...simulator.chromiumFlags.map((one) => `  '${one}'`),
    ...(simulator.proxyPort === null ? [] : [`Proxy           127.0.0.1:${simulator.proxyPort} (HTTP CONNECT)`]),
    ...(simulator.controlUrl === null
      ? []
      : [`Control         ${simulator.controlUrl} (GET /truth, POST /advance, /faults, /requests)`]),
    '',
    'Stop it with Ctrl+C.',
    '',
  ];
  return lines.join('\n');
}

async function main(): Promise<void> {
  const asked = read(process.argv.slice(2));
  if (asked === null) {
    process.stdout.write(usage);
    return;
  }
  const simulator = await startSimulator(asked);
  process.stdout.write(describe(simulator));
  const stop = () => {
    simulator.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`simulator: ${message}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
});
