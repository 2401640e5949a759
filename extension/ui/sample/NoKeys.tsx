/** Stands where a key would be entered: among made-up accounts a real one has no place. */
import { EmptyState } from '../components/EmptyState';
import { text } from '../text';
import { LeaveSample } from './SampleSection';

export function NoKeys() {
  return (
    <EmptyState title={text.sample.noKeysTitle} sentence={text.sample.noKeys}>
      <LeaveSample />
    </EmptyState>
  );
}
