/** GET /api/v2/spot/account/info of a classic account, GET /api/v3/account/info of a unified one: what a key may do. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { parsePayload } from '../payload';
import type { KeyRights } from '../readings';
import { enveloped } from './envelope';

const ips = z.string().nullish();

/** Addresses that the key is bound to; null where the payload does not tell. */
const isRestricted = (bound: string | null | undefined): boolean | null =>
  typeof bound === 'string' ? bound.trim() !== '' : null;

const classicInfo = enveloped(z.object({ ips, authorities: z.array(z.string()) }));

/** Codes of reading: futures orders and positions, spot, margin, copy trading, transfers, tax, subaccounts, P2P. */
const readCodes = new Set(['coor', 'cpor', 'stor', 'smor', 'ttor', 'wtor', 'taxr', 'chor', 'p2pr', 'readonly']);
const spotReadCodes = new Set(['stor', 'stow', 'readonly', 'trade']);
const withdrawCode = 'wwow';
const transferCode = 'wtow';

/**
 * The rights of a classic account's key.
 *
 * Its codes end in r for reading and in w for reading and writing. `read`: spot may be read (stor, stow, readonly, trade).
 * `withdraw` is wwow, `transfer` wtow; any other code that is not one of reading counts as `trade`, those that are not known
 * here too: a warning too many costs less than one too few. `ipRestricted`: the key is bound to addresses; null where `ips` is
 * missing. [stor, wtor] may read; [stow, xyz] may read and trade. `unexpected-payload` without `authorities`.
 */
export function parseClassicKeyRights(payload: unknown): Result<KeyRights, Failure> {
  const parsed = parsePayload(classicInfo, payload);
  if (!parsed.ok) return parsed;
  const { ips: bound, authorities } = parsed.value.data;
  const writes = authorities.filter((code) => !readCodes.has(code));
  return ok({
    readable: true,
    read: authorities.some((code) => spotReadCodes.has(code)),
    trade: writes.some((code) => code !== withdrawCode && code !== transferCode),
    withdraw: writes.includes(withdrawCode),
    transfer: writes.includes(transferCode),
    ipRestricted: isRestricted(bound),
  });
}

const unifiedInfo = enveloped(z.object({ ips, permType: z.string(), permissions: z.array(z.string()) }));

/**
 * The rights of a unified account's key.
 *
 * `permType` is read-only or read-and-write; anything that is not read-only counts as writing. `permissions` name what the key
 * reaches: uta_mgt (balances and transfers), uta_trade (orders and fills), withdraw, copy trading. `read` takes both of the
 * first two. `trade`: the key may write, whatever it reaches. `withdraw` is listed, even for a key that calls itself
 * read-only. `transfer`: it may write and reaches uta_mgt. Source: "Get Account Info" of the unified account, read November
 * 2026. `unexpected-payload` without `permType` or `permissions`.
 */
export function parseUnifiedKeyRights(payload: unknown): Result<KeyRights, Failure> {
  const parsed = parsePayload(unifiedInfo, payload);
  if (!parsed.ok) return parsed;
  const { ips: bound, permType, permissions } = parsed.value.data;
  const writes = permType !== 'read-only';
  return ok({
    readable: true,
    read: permissions.includes('uta_mgt') && permissions.includes('uta_trade'),
    trade: writes,
    withdraw: permissions.includes('withdraw'),
    transfer: writes && permissions.includes('uta_mgt'),
    ipRestricted: isRestricted(bound),
  });
}
