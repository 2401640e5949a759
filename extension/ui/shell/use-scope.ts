/** Which account figures are shown for: one, or all (null). It stands in the hash as an opaque id. */
import { navigateHash, useHashPath, useHashSearch } from '../hash-location';

export function useScope(): readonly [accountId: string | null, setScope: (accountId: string | null) => void] {
  const [path] = useHashPath();
  const search = useHashSearch();
  const setScope = (accountId: string | null) => {
    const params = new URLSearchParams(search);
    params.delete('book'); // a book is one account's
    if (accountId === null) params.delete('account');
    else params.set('account', accountId);
    const rest = params.toString();
    navigateHash(rest === '' ? path : `${path}?${rest}`);
  };
  return [new URLSearchParams(search).get('account'), setScope];
}
