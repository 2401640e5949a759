/** One symbol's coverage in full: its fills, its spans of time, and why what is missing is missing. */
import { Modal } from '@mantine/core';
import type { AccountView } from '../../engine/api/account-view';
import type { SymbolCoverage } from '../../engine/api/accounts';
import { Unknown } from '../components/Amount';
import { fullTimeText } from '../components/time-format';
import { text } from '../text';
import { AccountFailure } from './AccountFailure';
import { CoverageSpans } from './CoverageSpans';
import { isUnread } from './coverage-rows';
import classes from './ImportSection.module.css';

const says = text.coverage;

export interface CoverageDetailProps {
  readonly account: AccountView;
  /** Null: closed. */
  readonly row: SymbolCoverage | null;
  readonly onClose: () => void;
}

export function CoverageDetail({ account, row, onClose }: CoverageDetailProps) {
  return (
    <Modal
      opened={row !== null}
      onClose={onClose}
      title={row === null ? says.title : says.detailTitle(row.symbol)}
      size="lg"
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {row === null ? null : <Detail account={account} row={row} />}
    </Modal>
  );
}

function Detail({ account, row }: { account: AccountView; row: SymbolCoverage }) {
  return (
    <div className={classes.import}>
      <dl className={classes.figures}>
        <div>
          <dt>{says.detailFills}</dt>
          <dd>{isUnread(row) ? <Unknown because={says.states[row.state]} /> : row.fills.toLocaleString()}</dd>
        </div>
        <div>
          <dt>{says.detailRead}</dt>
          <dd>{row.lastReadAt === null ? says.never : fullTimeText(row.lastReadAt)}</dd>
        </div>
      </dl>
      {row.failure === null ? null : <AccountFailure account={account} failure={row.failure} />}
      <CoverageSpans spans={row.spans} />
    </div>
  );
}
