import { Duration } from 'aws-cdk-lib';
import { applicationInVpc, APPLICATION, propertiesOf, SomeProps, templateOf } from '../helpers';

test.each<[string, Partial<SomeProps>, [interval: number, pause: number, snapshots: boolean]]>([
  ['the defaults of the service', {}, [60_000, 5_000, true]],
  [
    'what is given',
    {
      checkpointInterval: Duration.seconds(30),
      minPauseBetweenCheckpoints: Duration.seconds(1),
      snapshotsEnabled: false,
    },
    [30_000, 1_000, false],
  ],
])('checkpoints and snapshots are those of: %s', (_, props, [interval, pause, snapshots]) => {
  const [{ ApplicationConfiguration }] = propertiesOf(templateOf(applicationInVpc(props).stack), APPLICATION);
  expect(ApplicationConfiguration).toMatchObject({
    ApplicationSnapshotConfiguration: { SnapshotsEnabled: snapshots },
    FlinkApplicationConfiguration: {
      CheckpointConfiguration: { CheckpointInterval: interval, MinPauseBetweenCheckpoints: pause },
    },
  });
});
