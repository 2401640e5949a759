/** The server's log: one JSON line an event, on standard output, with whatever could be a secret left out. */
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Settings } from './settings';

/** Fields that never reach a line, wherever they stand. */
const secrets = [
  'token',
  'authorization',
  'password',
  'signature',
  'invite',
  'challenge',
  'body',
  'headers',
  'query',
  'parameters',
  'args',
];

/** Where it was thrown, without the message, which a stack begins with. */
const framesOf = ({ stack = '' }: Error): string =>
  stack
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .join('\n');

/** An error as it is logged: its kind and code, never the statement with what was sealed in it. */
const plainError = (error: unknown) =>
  error instanceof Error
    ? {
        type: error.name,
        code: 'code' in error ? error.code : undefined,
        message: error.message.slice(0, 300),
        stack: framesOf(error),
      }
    : { type: typeof error };

/** Lines are gathered up to so many bytes, and for so long at most: a write for each took a tenth of a small push's time. */
const [gatheredBytes, gatheredMs] = [8_192, 100];

export const createLogger = (level: Settings['logLevel'], to?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      redact: { paths: secrets.flatMap((name) => [name, `*.${name}`]), remove: true },
      serializers: { err: plainError },
    },
    // many lines go out in one write; what is left goes with the process's end
    to ?? pino.destination({ dest: 1, sync: false, minLength: gatheredBytes, periodicFlush: gatheredMs }),
  );
