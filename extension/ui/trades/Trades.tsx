/** The trades screen. */
import { Screen } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { text } from '../text';

export function Trades() {
  return (
    <Screen title={text.trades.title}>
      <Skeletons />
    </Screen>
  );
}
