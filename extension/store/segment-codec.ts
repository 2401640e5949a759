/**
 * The segment format, version 1: rows of one stream and one account as one Parquet file, which is then sealed.
 *
 * - One row group, no statistics, no indexes, SNAPPY. Columns are flat, REQUIRED where no cell is null, else OPTIONAL: INT32,
 *   INT64, or BYTE_ARRAY with UTF8. Columns of integers are DELTA_BINARY_PACKED, or dictionary-encoded where at most a quarter of
 *   the values are distinct.
 * - A column whose cells are all equal is not written; its value stands in the metadata. At least one column is written.
 * - The file's key-value metadata has one key, `fillbook`, with JSON:
 *   `{"version": 1, "stream": text, "account": text, "rows": integer ≥ 1, "columns": {name: form, …}}`.
 *   `form` is one of `{"form": "constant", "value"}`, `{"form": "words"}`, `{"form": "texts"}`, `{"form": "ids", "offset"?}`,
 *   `{"form": "integers", "factor", "offset"?}`, `{"form": "decimals", "scale"}`; columns.ts says how each maps cells to values.
 * - Text is Unicode without lone surrogates (UTF-8 has no form for them).
 * - Limits: 4,096 rows and 384 KiB before sealing. Rows lie in the order of their stream (time, then id).
 * - Sealed with purpose `segments`, the segment's id, the stream's name as kind, schema version 1.
 *
 * A higher version, a file that is no Parquet, a count that differs, or a cell that does not fit its form is `damaged`.
 * Which columns a stream has, and what they mean, is in streams.ts.
 */
import { type FileMetaData, parquetMetadata, parquetRead } from 'hyparquet';
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import { z } from 'zod';
import { err, ok, type Result } from '../../shared/result';
import {
  type Cell,
  type ColumnKind,
  type Form,
  type PackedColumn,
  packColumn,
  packIntegers,
  unpackColumn,
} from './columns';

export const segmentVersion = 1;
export const maxSegmentRows = 4096;
export const maxSegmentBytes = 384 * 1024;

/** Rows as columns, in the order in which they are kept. */
export interface SegmentTable {
  readonly stream: string;
  readonly accountId: string;
  readonly rowCount: number;
  readonly columns: ReadonlyMap<string, readonly Cell[]>;
}

/** A column as it is stored: `values` by row, as its form says; empty for a constant. */
export interface StoredColumn {
  readonly form: Form;
  readonly values: ArrayLike<unknown>;
}

/** A segment as it was read, its cells still as they are stored. */
export interface StoredTable extends Omit<SegmentTable, 'columns'> {
  readonly columns: ReadonlyMap<string, StoredColumn>;
}

const formSchema: z.ZodType<Form> = z.union([
  z.object({ form: z.literal('constant'), value: z.union([z.string(), z.number(), z.null()]) }),
  z.object({ form: z.enum(['words', 'texts']) }),
  z.object({ form: z.literal('ids'), offset: z.int().optional() }),
  z.object({
    form: z.literal('integers'),
    factor: z.union([z.literal(1), z.literal(1000)]),
    offset: z.int().optional(),
  }),
  z.object({ form: z.literal('decimals'), scale: z.int().min(0).max(19) }),
]);

const metadataSchema = z.object({
  version: z.literal(segmentVersion),
  stream: z.string(),
  account: z.string(),
  rows: z.int().min(1).max(maxSegmentRows),
  columns: z.record(z.string(), formSchema),
});

type Metadata = z.infer<typeof metadataSchema>;

const metadataKey = 'fillbook';

const isText = (form: Form): boolean => form.form === 'words' || form.form === 'texts';

/** Few distinct values lie smaller behind a dictionary, the others as differences. */
function encodingOf({ form, values }: PackedColumn): 'RLE_DICTIONARY' | 'DELTA_BINARY_PACKED' | undefined {
  if (form.form === 'words') return 'RLE_DICTIONARY';
  if (form.form === 'texts') return undefined;
  return hasFewDistinct(values) ? 'RLE_DICTIONARY' : 'DELTA_BINARY_PACKED';
}

/** Whether at most a quarter of the values are distinct; looks at no more of them than it takes to know. */
function hasFewDistinct(values: PackedColumn['values']): boolean {
  const distinct = new Set();
  for (const value of values) if (distinct.add(value).size * 4 > values.length) return false;
  return true;
}

function columnSource(name: string, packed: PackedColumn) {
  const encoding = encodingOf(packed);
  return { name, data: [...packed.values], offsetIndex: false, ...(encoding === undefined ? {} : { encoding }) };
}

function schemaElement(name: string, { form, values }: PackedColumn) {
  const repetition_type = values.includes(null) ? 'OPTIONAL' : 'REQUIRED';
  if (isText(form)) return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type } as const;
  const type = values.some((value) => typeof value === 'bigint') ? 'INT64' : 'INT32';
  return { name, type, repetition_type } as const;
}

function writeParquet(metadata: Metadata, columns: ReadonlyMap<string, PackedColumn>): Uint8Array {
  const written = [...columns].filter(([, packed]) => packed.form.form !== 'constant');
  const writer = new ByteWriter();
  parquetWrite({
    writer,
    columnData: written.map(([name, packed]) => columnSource(name, packed)),
    schema: [
      { name: 'segment', num_children: written.length },
      ...written.map(([name, packed]) => schemaElement(name, packed)),
    ],
    statistics: false,
    rowGroupSize: maxSegmentRows,
    pageSize: 0, // one page: a segment is small
    kvMetadata: [{ key: metadataKey, value: JSON.stringify(metadata) }],
    createdBy: 'fillbook',
  });
  return writer.getBytes().slice();
}

/** A file needs a column: the first one is written even where it is constant. */
function packFirst(kind: ColumnKind, cells: readonly Cell[]): PackedColumn {
  const packed = packColumn(kind, cells);
  if (packed.form.form !== 'constant') return packed;
  if (kind === 'integer') return packIntegers(cells);
  return { form: { form: 'words' }, values: cells.map((c) => (c === null ? null : String(c))) };
}

/** Encodes 1 to 4,096 rows; the caller cuts what exceeds `maxSegmentBytes`. Another number of rows is a bug and throws. */
export function encodeSegment(table: SegmentTable, kinds: Readonly<Record<string, ColumnKind>>): Uint8Array {
  if (table.rowCount < 1 || table.rowCount > maxSegmentRows)
    throw new RangeError(`${table.rowCount} rows in a segment`);
  const packed = new Map<string, PackedColumn>();
  for (const [name, kind] of Object.entries(kinds)) {
    const cells = table.columns.get(name);
    if (cells?.length !== table.rowCount) throw new RangeError(`column ${name} does not have ${table.rowCount} cells`);
    packed.set(name, packed.size === 0 ? packFirst(kind, cells) : packColumn(kind, cells));
  }
  const metadata: Metadata = {
    version: segmentVersion,
    stream: table.stream,
    account: table.accountId,
    rows: table.rowCount,
    columns: Object.fromEntries([...packed].map(([name, { form }]) => [name, form])),
  };
  return writeParquet(metadata, packed);
}

type Values = ReadonlyMap<string, ArrayLike<unknown>>;

async function readColumns(file: ArrayBuffer, metadata: FileMetaData): Promise<Values> {
  const columns = new Map<string, ArrayLike<unknown>>();
  await parquetRead({
    file,
    metadata,
    onChunk: ({ columnName, columnData }) => {
      const before = columns.get(columnName);
      // A column of more than one page comes in pieces.
      columns.set(columnName, before ? [...Array.from(before), ...Array.from(columnData)] : columnData);
    },
  });
  return columns;
}

async function decode(bytes: Uint8Array): Promise<StoredTable> {
  const file = new Uint8Array(bytes).buffer;
  const parquet = parquetMetadata(file);
  const text = parquet.key_value_metadata?.find(({ key }) => key === metadataKey)?.value;
  const metadata = metadataSchema.parse(JSON.parse(text ?? 'null'));
  const written = await readColumns(file, parquet);
  const columns = new Map<string, StoredColumn>();
  for (const [name, form] of Object.entries(metadata.columns)) {
    const values = written.get(name) ?? [];
    if (form.form !== 'constant' && values.length !== metadata.rows)
      throw new RangeError(`column ${name} has ${values.length} of ${metadata.rows} cells`);
    columns.set(name, { form, values });
  }
  return { stream: metadata.stream, accountId: metadata.account, rowCount: metadata.rows, columns };
}

/** The cells of a stored column, by row. Throws where a value does not fit the form: the segment is damaged. */
export const cellsOf = ({ form, values }: StoredColumn, rowCount: number): readonly Cell[] =>
  form.form === 'constant' ? new Array<Cell>(rowCount).fill(form.value) : unpackColumn(form, Array.from(values));

/** Undoes `encodeSegment`. `damaged`: these bytes are no segment of a version this Fillbook knows. */
export async function decodeSegment(bytes: Uint8Array): Promise<Result<StoredTable, { readonly reason: 'damaged' }>> {
  try {
    return ok(await decode(bytes));
  } catch {
    // The parquet reader throws whatever a malformed byte leads it to; all of it means the same.
    return err({ reason: 'damaged' });
  }
}
