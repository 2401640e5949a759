/** The way to the issues list from elsewhere, as from the popup: `?show=issues` opens all of it and leads there, once. */
import { useEffect, useState } from 'react';
import { navigateHash, useHashPath, useHashSearch } from '../hash-location';
import { focusPart } from './JumpTo';

/** Whether the list was asked for since the screen opened. Takes the wish out of the hash: going back must not jump again. */
export function useIssuesAsked(): boolean {
  const [path] = useHashPath();
  const search = useHashSearch();
  const [asked, setAsked] = useState(false);
  const params = new URLSearchParams(search);
  const wished = params.get('show') === 'issues';
  params.delete('show');
  const rest = params.toString();
  useEffect(() => {
    if (!wished) return;
    setAsked(true);
    focusPart('issues');
    navigateHash(rest === '' ? path : `${path}?${rest}`, { replace: true });
  }, [wished, path, rest]);
  return asked || wished;
}
