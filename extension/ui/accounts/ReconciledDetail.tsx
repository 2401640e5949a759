/** One asset of a reconciliation in full: every part that moved it, what they come to, and what may be behind a difference. */
import { Modal } from '@mantine/core';
import type { DecimalString } from '../../../shared/money/decimal';
import type { ReconciledAsset } from '../../engine/api/reconciliation';
import { Amount } from '../components/Amount';
import { fullTimeText } from '../components/time-format';
import { text } from '../text';
import { reconciliation as says } from '../text/reconciliation';
import classes from './ReconciliationSection.module.css';

export function ReconciledDetail({ row, onClose }: { row: ReconciledAsset | null; onClose: () => void }) {
  return (
    <Modal
      opened={row !== null}
      onClose={onClose}
      title={row === null ? says.title : says.detailTitle(row.asset)}
      size="lg"
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {row === null ? null : <Detail row={row} />}
    </Modal>
  );
}

function Detail({ row }: { row: ReconciledAsset }) {
  const { verdict, count, from, causes } = row;
  return (
    <div className={classes.detail}>
      <Sums row={row} />
      <p className={classes.note}>{from === null ? says.nothingMoved : says.count(count, fullTimeText(from))}</p>
      {verdict === 'opening-unknown' ? <Before row={row} /> : null}
      {causes.length === 0 ? null : (
        <div>
          <h3>{says.causesTitle}</h3>
          <ul className={classes.list}>
            {causes.map((cause) => (
              <li key={cause}>{says.causes[cause].sentence}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Sums({ row: { asset, opening, parts, moved, reported, difference, pending } }: { row: ReconciledAsset }) {
  return (
    <table className={classes.sums}>
      <caption>{says.sumCaption(asset)}</caption>
      <thead>
        <tr>
          <th scope="col">{says.sumPart}</th>
          <th scope="col">{says.sumAmount}</th>
        </tr>
      </thead>
      <tbody>
        <Line name={says.opening} asset={asset} value={opening} because={says.openingUnknown} />
        {parts.map(({ part, amount }) => (
          <Line key={part} name={says.parts[part]} asset={asset} value={amount} />
        ))}
        <Line name={says.moved} asset={asset} value={moved} sum />
        <Line name={says.reported} asset={asset} value={reported} because={says.reportedUnknown} />
        <Line name={says.difference} asset={asset} value={difference} because={says.reportedUnknown} sum />
        {pending === '0' ? null : <Line name={says.pending} asset={asset} value={pending} />}
      </tbody>
    </table>
  );
}

interface LineProps {
  readonly name: string;
  readonly asset: string;
  readonly value: DecimalString | null;
  readonly because?: string;
  readonly sum?: boolean;
}

const Line = ({ name, asset, value, because, sum = false }: LineProps) => (
  <tr className={sum ? classes.sum : undefined}>
    <th scope="row">{name}</th>
    <td>
      <Amount
        value={value}
        currency={asset}
        showCurrency
        {...(because === undefined ? {} : { unknownBecause: because })}
      />
    </td>
  </tr>
);

/** What must have been there before; never less than nothing. */
function Before({ row: { asset, difference } }: { row: ReconciledAsset }) {
  if (difference === null) return null;
  if (!difference.startsWith('-')) return <p className={classes.note}>{says.tooMuch}</p>;
  const before = difference.slice(1) as DecimalString; // the same number, positive
  return (
    <p className={classes.note}>
      {says.heldBefore} <Amount value={before} currency={asset} showCurrency />
    </p>
  );
}
