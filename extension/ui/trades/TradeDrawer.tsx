/** One trip, closing or lot over the list: its figures, then the fills that it is made of with the exchange's ids. */
import { Drawer } from '@mantine/core';
import type { TradeDetail } from '../../engine/api/trades';
import type { AccountNames } from '../accounts/use-account-names';
import { Skeletons } from '../components/Skeletons';
import { useEngineQuery } from '../engine';
import { text } from '../text';
import { ClosingDetail, LotDetail } from './ClosingDetail';
import { RestsOn } from './RestsOn';
import { TripDetail } from './TripDetail';

const say = text.trades;

export interface TradeDrawerProps {
  readonly tradeId: string | null;
  /** Names of accounts by their ids. */
  readonly accounts: AccountNames;
  readonly onClose: () => void;
}

export function TradeDrawer({ tradeId, accounts, onClose }: TradeDrawerProps) {
  const detail = useEngineQuery(['trade', tradeId], (engine) => engine.trade(tradeId ?? ''), {
    enabled: tradeId !== null,
  }).data;
  // while another row's detail is fetched the former one stays in the cache, but is not this one's
  const shown = detail === null || detail === undefined || rowOf(detail).id === tradeId ? detail : undefined;
  return (
    <Drawer
      opened={tradeId !== null}
      onClose={onClose}
      position="right"
      size="min(880px, 96vw)"
      title={shown ? say.detailTitles[shown.kind](rowOf(shown).symbol) : say.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {shown === undefined ? (
        <Skeletons lines={6} />
      ) : shown === null ? (
        <p>{say.notFound}</p>
      ) : (
        <>
          <RestsOnOf row={rowOf(shown)} />
          <Detail detail={shown} accounts={accounts} />
        </>
      )}
    </Drawer>
  );
}

/** A row of several accounts rests on all of them: each says so on its own page. */
const RestsOnOf = ({ row: { accountId, base } }: { row: ReturnType<typeof rowOf> }) =>
  accountId === null ? null : <RestsOn accountId={accountId} asset={base} />;

const rowOf = (detail: TradeDetail) =>
  detail.kind === 'trip' ? detail.trade : detail.kind === 'closing' ? detail.closing : detail.lot;

function Detail({ detail, accounts }: { detail: TradeDetail; accounts: TradeDrawerProps['accounts'] }) {
  const account = accounts.get(rowOf(detail).accountId ?? '');
  switch (detail.kind) {
    case 'trip':
      return <TripDetail detail={detail} account={account} />;
    case 'closing':
      return <ClosingDetail detail={detail} account={account} />;
    case 'lot':
      return <LotDetail detail={detail} account={account} />;
  }
}
