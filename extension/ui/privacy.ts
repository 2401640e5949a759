/** The privacy mask: one switch for popup and dashboard, kept in this browser. It hides amounts, never failures. */
import { useLocalStorage } from '@mantine/hooks';

export function usePrivacy(): readonly [hidden: boolean, toggle: () => void] {
  const [hidden, setHidden] = useLocalStorage({
    key: 'fillbook-privacy',
    defaultValue: false,
    getInitialValueInEffect: false, // a frame with amounts would be a frame too many
  });
  return [hidden, () => setHidden((now) => !now)];
}
