/**
 * A plain client for the simulator's own tests: HTTPS to 127.0.0.1 under an exchange's name, the certificate pinned, signed as
 * Binance's documentation says, with code of its own.
 */
import { createHmac } from 'node:crypto';
import { request } from 'node:https';
import type { WireReply } from './exchange';
import type { Simulator } from './simulator';
import type { ApiKey } from './world';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export const host = 'api.binance.com';

/** `path` with a signed query; parameters in the order given, then timestamp. */
function signedPath(
  path: string,
  parameters: Readonly<Record<string, string>>,
  key: ApiKey,
  timestamp: number,
): string {
  const query = new URLSearchParams({ ...parameters, timestamp: String(timestamp) }).toString();
  return `${path}?${query}&signature=${createHmac('sha256', key.secret).update(query).digest('hex')}`;
}

export function get(simulator: Simulator, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', port: simulator.port, servername: host, ca: simulator.certificate, path };
    const sent = request({ ...target, headers: { host, ...headers }, agent: false }, (message) => {
      let text = '';
      message.setEncoding('utf8');
      message.on('data', (chunk: string) => {
        text += chunk;
      });
      message.on('end', () => resolve({ status: message.statusCode ?? 0, headers: message.headers, text }));
      message.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}

export function signedGet(
  simulator: Simulator,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
  key: ApiKey = simulator.keys.readOnly,
  timestamp = Date.now(),
): Promise<Answer> {
  return get(simulator, signedPath(path, parameters, key, timestamp), { 'x-mbx-apikey': key.apiKey });
}

/** Code and text of an error body. */
export const errorOf = ({ status, text }: Answer | (WireReply & { readonly text: string })) => ({
  status,
  ...(JSON.parse(text) as { code: number; msg: string }), // the tests assert its content
});
