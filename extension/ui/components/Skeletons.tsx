/** First load only: grey bars of the text's size. Once there is a value it stays, and its age tells the rest. */
import { Skeleton } from '@mantine/core';
import { text } from '../text';
import { Unseen } from './Unseen';

export interface SkeletonsProps {
  readonly lines?: number;
  readonly height?: number;
}

const widths = ['92%', '74%', '83%', '61%', '88%', '70%'];

export function Skeletons({ lines = 3, height = 14 }: SkeletonsProps) {
  return (
    <div role="status">
      <Unseen>{text.common.loading}</Unseen>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity and never move
        <Skeleton key={line} height={height} width={widths[line % widths.length] ?? '80%'} mt={line === 0 ? 0 : 10} />
      ))}
    </div>
  );
}
