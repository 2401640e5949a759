/** Counts and durations for the operator (Prometheus): by route and status, never by vault, device or address. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly streams: Gauge;
  readonly recordsPushed: Counter;
  readonly relayed: Counter<'exchange' | 'status'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'fillbook_request_seconds',
      help: 'Time from a request to its whole answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    streams: new Gauge({ name: 'fillbook_streams', help: 'Event streams that are open', registers }),
    recordsPushed: new Counter({
      name: 'fillbook_records_pushed_total',
      help: 'Records in pushes that were stored',
      registers,
    }),
    relayed: new Counter({
      name: 'fillbook_relayed_total',
      help: 'Requests handed to exchanges',
      labelNames: ['exchange', 'status'],
      registers,
    }),
  };
}
