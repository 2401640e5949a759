/** What the report command is asked for, and its help. */
import { err, ok, type Result } from '../result';
import { type ReportMethod, reportMethodOf, reportMethods } from './methods';

/** `file` is a path, or `-` for standard input; `methods` are one, or all in `all`; `pool` is the currency of pools. */
export type Request =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'report';
      readonly file: string;
      readonly methods: ReportMethod | 'all';
      readonly pool: string | null;
    }
  | { readonly kind: 'metrics'; readonly file: string };

export const help = `Makes the report of a file of fills, or the metrics of closed trades, as JSON.

  npm run --silent report -- --method METHOD FILLS.jsonl
  npm run --silent report -- --metrics IN.json

  --method METHOD   ${reportMethods.join(', ')}, or all: an object with a key per method
  --pool USDT       spot fills of one base asset in one book, whatever their account and symbol, valued in USDT; fills of
                    another quote need "quoteRate", the price of one unit of their quote in USDT
  --metrics IN      metrics of {"trades": [...], "equity": [...]}
  --help            this text

FILLS.jsonl has a fill a line; - in place of a file is standard input. JSON goes to standard output, progress and faults to
standard error. Exit status 2, with one line that names the file, the line and the field, and nothing on standard output,
when something is wrong with the input or the arguments. Formats and definitions: docs/report.md
`;

interface Given {
  readonly files: string[];
  readonly method: string[];
  readonly metrics: string[];
  readonly pool: string[];
}

const valued = { '--method': 'method', '--metrics': 'metrics', '--pool': 'pool' } as const;
const isValued = (name: string): name is keyof typeof valued => Object.hasOwn(valued, name);

/** Options and files as they were given; a text says what is not understood. */
function given(args: readonly string[]): Result<Given, string> {
  const found: Given = { files: [], method: [], metrics: [], pool: [] };
  let optionsEnded = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const [name = '', ...rest] = arg.split('=');
    if (optionsEnded || arg === '-' || !arg.startsWith('-')) found.files.push(arg);
    else if (arg === '--') optionsEnded = true;
    else if (!isValued(name)) return err(`${arg} is not understood; --help tells what is`);
    else {
      if (!arg.includes('=')) index += 1;
      const value = arg.includes('=') ? rest.join('=') : args[index];
      if (value === undefined || value === '') return err(`${name} needs a value`);
      found[valued[name]].push(value);
    }
  }
  return ok(found);
}

/** Reads the arguments after the command's name; the error is one line that says what is wrong. */
export function parseArguments(args: readonly string[]): Result<Request, string> {
  if (args.includes('--help') || args.includes('-h')) return ok({ kind: 'help' });
  const found = given(args);
  if (!found.ok) return found;
  const { files, method, metrics, pool } = found.value;
  const [name, source] = [method[0], metrics[0]];
  if (method.length + metrics.length > 1) return err('one --method or one --metrics, not more');
  if (pool.length > 1) return err('one --pool, not more');
  if (source !== undefined) {
    if (pool.length > 0) return err('--pool is for reports of fills, not for --metrics');
    const [more] = files;
    return more === undefined
      ? ok({ kind: 'metrics', file: source })
      : err(`--metrics takes one file, not ${more} too`);
  }
  if (name === undefined) return err(`--method is missing: ${reportMethods.join(', ')} or all`);
  const methods = name === 'all' ? name : reportMethodOf(name);
  if (methods === null) return err(`--method takes ${reportMethods.join(', ')} or all, not ${JSON.stringify(name)}`);
  const [file, more] = files;
  if (file === undefined) return err('a file of fills is missing; - is standard input');
  return more === undefined
    ? ok({ kind: 'report', file, methods, pool: pool[0] ?? null })
    : err(`one file, not ${more} too`);
}
