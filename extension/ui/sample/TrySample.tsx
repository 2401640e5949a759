/** "Try with sample data", for wherever there is nothing yet; nothing where sample data is shown already. */
import { Button, type ButtonProps } from '@mantine/core';
import { useTask } from '../components/use-task';
import { usePlatform } from '../platform';
import { text } from '../text';

export type TrySampleProps = Pick<ButtonProps, 'variant' | 'size' | 'fullWidth'>;

export function TrySample({ variant = 'default', ...rest }: TrySampleProps) {
  const platform = usePlatform();
  const entering = useTask();
  if (platform.showsSample) return null;
  return (
    <Button variant={variant} loading={entering.running} onClick={() => entering.run(platform.enterSample)} {...rest}>
      {text.sample.tryIt}
    </Button>
  );
}
