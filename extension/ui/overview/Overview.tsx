/** The overview screen. */
import { Screen } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { text } from '../text';

export function Overview() {
  return (
    <Screen title={text.overview.title}>
      <Skeletons />
    </Screen>
  );
}
