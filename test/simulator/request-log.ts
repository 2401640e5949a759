/** What was asked of the simulator, for assertions: no key, signature or timestamp is kept. */

export interface LoggedRequest {
  readonly exchange: string;
  readonly method: string;
  readonly path: string;
  /** The query without what identifies or signs. */
  readonly query: Readonly<Record<string, string>>;
  /** 0: it was never answered. */
  readonly status: number;
  /** The account whose key signed; null for a public or refused request. */
  readonly account: string | null;
  /** The transport fault that met it; null for none. */
  readonly fault: string | null;
  readonly at: number;
}

const unlogged = new Set(['signature', 'timestamp', 'recvWindow']);

export function loggedQuery(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query].filter(([name]) => !unlogged.has(name)));
}

/** How often each method, path and status occurred, keyed "GET /api/v3/account 200". */
export function countRequests(requests: readonly LoggedRequest[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, path, status } of requests) {
    const key = `${method} ${path} ${status}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
