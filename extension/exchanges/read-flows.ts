/** One page of a window of cash flows, the same for every exchange that takes a range of time. */
import type { ExchangeFlow } from '../../shared/exchanges/readings';
import { afterWindow, rewound, type Window, type WindowPlan, windowAt } from '../../shared/exchanges/windows';
import type { Failure } from '../../shared/reasons';
import { err, msOfUs, ok, type Result, type UnixMs } from '../../shared/result';
import { dayMs } from '../../shared/utc-day';
import type { FlowsAsked, FlowsPage } from './client';

/**
 * - `nextKey`: what asks for the rest of a window after its rows; absent where they come all at once, or by time.
 * - `pageSize`: the rows that were asked for.
 */
interface FlowWindows {
  readonly host: string;
  readonly plan: WindowPlan;
  readonly pageSize: number;
  readonly nowMs: UnixMs;
  readonly nextKey?: (window: Window, rows: readonly ExchangeFlow[]) => string;
}

/**
 * A list may go by another of a row's times than the one that it tells: within a day, the row is taken as the window's own.
 */
function inWindow({ fromMs, toMs }: Window, { id, occurredAtUs }: ExchangeFlow) {
  const ms = msOfUs(occurredAtUs);
  const near = ms < fromMs && ms >= fromMs - dayMs ? fromMs : ms > toMs && ms <= toMs + dayMs ? toMs : ms;
  return { id, executedAtUs: near * 1000 };
}

/** The rest of a window by the number of rows that were told of it: lists are so short that an empty page ends each. */
export const byOffset = ({ key }: Window, rows: readonly ExchangeFlow[]): string => String(Number(key) + rows.length);

/** Asks for the window at the cursor, and tells where to go on. */
export async function readFlowWindow(
  { host, plan, pageSize, nowMs, nextKey }: FlowWindows,
  { cursor, againFromMs }: FlowsAsked,
  ask: (window: Window) => Promise<Result<readonly ExchangeFlow[], Failure>>,
): Promise<Result<FlowsPage, Failure>> {
  const window = windowAt(plan, againFromMs === null ? cursor : rewound(cursor, againFromMs), nowMs);
  const flows = await ask(window);
  if (!flows.ok) return flows;
  const step = afterWindow(plan, window, {
    rows: flows.value.map((flow) => inWindow(window, flow)),
    // By a key no page is the last for its length; by time a short one is: the exchange fills its pages.
    longestPage: plan.paging === 'key' ? 0 : pageSize,
    pageLimit: pageSize,
    nextKey: nextKey?.(window, flows.value) ?? null,
    nowMs,
  });
  return step.ok ? ok({ flows: flows.value, ...step.value }) : err({ host, ...step.error });
}
