/**
 * Reads the content of a shared snapshot, which may come from anyone: exactly the shape of `content.ts`, or nothing.
 *
 * Written without a schema library, which would be larger than the page that shows it. Nothing recurses, every list is bounded
 * before it is walked, and what is handed out is built anew of what was judged: no object of the sender's passes.
 */
import { err, ok, type Result } from '../result';
import {
  contentLimits,
  type SharedAccount,
  type SharedCoin,
  type SharedDay,
  type SharedFigure,
  type SnapshotContent,
  shareDetails,
  sharedReasons,
} from './content';

/** It is not the shape of version 1; `field` names the first key that is not. */
export interface ContentError {
  readonly reason: 'content-invalid';
  readonly field: string;
}

class Refused extends Error {}

const refuse = (field: string): never => {
  throw new Refused(field);
};

type Fields = ReadonlyMap<string, unknown>;
type Read<T> = (value: unknown, field: string) => T;

/** Control and format characters (those that turn the direction of writing among them), halves of surrogate pairs, line separators. */
const unshown = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Takes out of a text what `parseContent` refuses in one, and cuts it to so many characters. */
export const shownText = (text: string, maxLength: number): string =>
  Array.from(text.replace(unshown, '')).slice(0, maxLength).join('').trim();

const decimal = /^-?\d{1,30}(\.\d{1,36})?$/;
const percent = /^-?\d{1,12}(\.\d{1,2})?$/;
const latest = 4_102_444_800_000; // the year 2100

function fieldsOf(value: unknown, field: string, keys: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(field);
  const entries = Object.entries(value);
  if (entries.length !== keys.length) return refuse(field);
  for (const [key] of entries) if (!keys.includes(key)) return refuse(field);
  return new Map(entries);
}

const text =
  (maxLength: number, minLength = 1): Read<string> =>
  (value, field) =>
    typeof value === 'string' &&
    value.length <= maxLength * 2 &&
    Array.from(value).length <= maxLength &&
    value.length >= minLength &&
    value.search(unshown) === -1
      ? value
      : refuse(field);

const matching =
  (pattern: RegExp): Read<string> =>
  (value, field) =>
    typeof value === 'string' && value.length <= 70 && pattern.test(value) ? value : refuse(field);

const oneOf =
  <T extends string>(words: readonly T[]): Read<T> =>
  (value, field) =>
    words.find((word) => word === value) ?? refuse(field);

const flag: Read<boolean> = (value, field) => (typeof value === 'boolean' ? value : refuse(field));

const instant: Read<number> = (value, field) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= latest ? value : refuse(field);

const orNull =
  <T>(read: Read<T>): Read<T | null> =>
  (value, field) =>
    value === null ? null : read(value, field);

const listOf =
  <T>(read: Read<T>, max: number, min = 0): Read<readonly T[]> =>
  (value, field) =>
    Array.isArray(value) && value.length >= min && value.length <= max
      ? value.map((one) => read(one, field))
      : refuse(field);

const figureOf =
  (pattern: RegExp): Read<SharedFigure> =>
  (value, field) => {
    const fields = fieldsOf(value, field, ['value', 'at', 'stale', 'missing']);
    const figure = {
      value: orNull(matching(pattern))(fields.get('value'), field),
      at: orNull(instant)(fields.get('at'), field),
      stale: flag(fields.get('stale'), field),
      missing: listOf(oneOf(sharedReasons), sharedReasons.length)(fields.get('missing'), field),
    };
    // nothing known and nothing said of why is no figure
    return figure.value === null && figure.missing.length === 0 ? refuse(field) : figure;
  };

const none: Read<null> = (value, field) => (value === null ? null : refuse(field));
const name = text(contentLimits.nameLength);

/** What differs with the detail: the form of parts, and whether amounts may stand there at all. */
interface Forms {
  readonly part: Read<SharedFigure>;
  readonly amount: Read<SharedFigure | null>;
  readonly day: Read<string>;
}

const formsOf = (isPercent: boolean): Forms =>
  isPercent
    ? { part: figureOf(percent), amount: none, day: matching(percent) }
    : { part: figureOf(decimal), amount: figureOf(decimal), day: matching(decimal) };

const isDate = (date: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date);

const dayOf =
  (forms: Forms): Read<SharedDay> =>
  (value, field) => {
    const fields = fieldsOf(value, field, ['date', 'value', 'partial']);
    const date = matching(/^\d{4}-\d\d-\d\d$/)(fields.get('date'), field);
    if (!isDate(date)) return refuse(field);
    return {
      date,
      value: orNull(forms.day)(fields.get('value'), field),
      partial: flag(fields.get('partial'), field),
    };
  };

const accountOf =
  ({ part, amount }: Forms): Read<SharedAccount> =>
  (value, field) => {
    const keys = ['label', 'exchange', 'value', 'free', 'locked', 'net', 'volume', 'returned'];
    const fields = fieldsOf(value, field, keys);
    return {
      label: name(fields.get('label'), field),
      exchange: name(fields.get('exchange'), field),
      value: part(fields.get('value'), field),
      free: part(fields.get('free'), field),
      locked: part(fields.get('locked'), field),
      net: amount(fields.get('net'), field),
      volume: amount(fields.get('volume'), field),
      returned: figureOf(percent)(fields.get('returned'), field),
    };
  };

const units = matching(/^\d{1,30}(\.\d{1,36})?$/);

const coin: Read<SharedCoin> = (value, field) => {
  const fields = fieldsOf(value, field, ['asset', 'quantity', 'free', 'locked', 'value']);
  return {
    asset: text(30)(fields.get('asset'), field),
    quantity: units(fields.get('quantity'), field),
    free: units(fields.get('free'), field),
    locked: units(fields.get('locked'), field),
    value: figureOf(decimal)(fields.get('value'), field),
  };
};

const keys = [
  ...['version', 'title', 'asOf', 'live', 'detail', 'currency', 'total', 'free', 'locked', 'methods'],
  ...['net', 'volume', 'returned', 'equity', 'accounts', 'coins'],
];

function read(value: unknown): SnapshotContent {
  const fields = fieldsOf(value, 'content', keys);
  const at = <T>(key: string, as: Read<T>): T => as(fields.get(key), key);
  if (fields.get('version') !== 1) return refuse('version');
  const detail = at('detail', oneOf(shareDetails));
  const forms = formsOf(detail === 'percent');
  const equity = at('equity', listOf(dayOf(forms), contentLimits.days));
  if (equity.some(({ date }, index) => index > 0 && date <= (equity[index - 1]?.date ?? ''))) return refuse('equity');
  return {
    version: 1,
    title: at('title', text(contentLimits.titleLength, 0)),
    asOf: at('asOf', instant),
    live: at('live', flag),
    detail,
    currency: at('currency', matching(/^[A-Z0-9]{1,12}$/)),
    total: at('total', forms.amount),
    free: at('free', forms.part),
    locked: at('locked', forms.part),
    methods: at('methods', listOf(matching(/^[a-z]{1,12}$/), 8, 1)),
    net: at('net', forms.amount),
    volume: at('volume', forms.amount),
    returned: at('returned', figureOf(percent)),
    equity,
    accounts: at('accounts', listOf(accountOf(forms), contentLimits.accounts)),
    coins: detail === 'coins' ? at('coins', listOf(coin, contentLimits.coins)) : at('coins', none),
  };
}

/** The content that a value parsed from JSON is; anything else, however made, is refused and never throws. */
export function parseContent(value: unknown): Result<SnapshotContent, ContentError> {
  try {
    return ok(read(value));
  } catch (thrown) {
    // hostile values may also throw of themselves (a getter, a proxy); none comes from JSON, and none is content
    return err({ reason: 'content-invalid', field: thrown instanceof Refused ? thrown.message : 'content' });
  }
}
