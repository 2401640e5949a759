/** The title of a page or screen, marked where it shows sample data. */
import { usePlatform } from '../platform';
import { text } from '../text';

/** "Balances · Fillbook", or "DEMO · Balances · Fillbook"; null gives the product's name alone. */
export function usePageTitle(screen: string | null): string {
  const { showsSample } = usePlatform();
  const title = screen === null ? text.common.product : `${screen} · ${text.common.product}`;
  return showsSample ? text.sample.title(title) : title;
}
