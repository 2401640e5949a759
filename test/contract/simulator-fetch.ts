/**
 * A `fetch` that dials the exchange simulator in place of the hosts it stands for, over TLS with its certificate pinned.
 *
 * It does what the browser's does where the product relies on it: a redirect is an error, a connection that breaks off in a
 * body fails that body, an abort ends both.
 */
import { type RequestOptions, request } from 'node:https';
import { Readable } from 'node:stream';

export interface SimulatorAddress {
  readonly port: number;
  readonly certificate: string;
}

/** The options of `fetch` that the product sends. */
interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

function dial(address: SimulatorAddress, url: URL, { method, headers, body, signal }: Sent): Promise<Response> {
  const options: RequestOptions = {
    host: '127.0.0.1',
    port: address.port,
    servername: url.hostname,
    ca: address.certificate,
    path: url.pathname + url.search,
    method: method ?? 'GET',
    headers: { ...headers, host: url.hostname },
    ...(signal ? { signal } : {}),
  };
  return new Promise((resolve, reject) => {
    const sent = request(options, (message) => {
      const status = message.statusCode ?? 0;
      if (status >= 300 && status < 400) {
        message.destroy();
        reject(new TypeError('redirected'));
        return;
      }
      const pairs = Object.entries(message.headers).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, String(value)]],
      );
      const received = Readable.toWeb(message) as ReadableStream; // the stream types of Node and of the DOM differ by name only
      resolve(new Response(received, { status, headers: pairs }));
    });
    sent.on('error', () => reject(new TypeError('fetch failed')));
    sent.end(body);
  });
}

export const simulatorFetch = (address: SimulatorAddress): typeof fetch =>
  ((input: string, init: Sent = {}) => dial(address, new URL(input), init)) as typeof fetch; // the product passes texts only
