/** How far PnL has been computed by a method that was chosen just now; nothing where it is all done. */
import { useEngineQuery } from '../engine';
import { method as says } from '../text/method';

export function MethodProgressNote({ className }: { readonly className: string | undefined }) {
  const progress = useEngineQuery(['methods'], (engine) => engine.methods(), { optional: true }).data?.progress;
  return (
    <p role="status" className={className} hidden={!progress}>
      {progress ? says.progress(progress.done, progress.total) : ''}
    </p>
  );
}
