/** What sync is, and in plain words what a server sees, cannot see, and could do. */
import { Title } from '@mantine/core';
import { text } from '../text';
import classes from './Sync.module.css';

const says = text.sync;

export function AboutSync() {
  return (
    <section className={classes.about}>
      <p>{says.intro}</p>
      <div className={classes.sides}>
        <Side title={says.seesNotTitle} points={says.seesNot} />
        <Side title={says.seesTitle} points={says.sees} />
      </div>
      <div>
        <Title order={2}>{says.cannotTitle}</Title>
        <p>{says.cannot}</p>
      </div>
    </section>
  );
}

function Side({ title, points }: { title: string; points: readonly string[] }) {
  return (
    <div>
      <Title order={2}>{title}</Title>
      <ul className={classes.points}>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </div>
  );
}
