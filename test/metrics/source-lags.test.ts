import { Stack } from 'aws-cdk-lib';
import { Connections, Peer } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { FlinkApplication, FlinkConnector, IFlinkConnector } from '../../src';
import { FlinkConnectorLag } from '../../src/connectors/connector';
import { applicationInVpc } from '../helpers';

function kafka(): IFlinkConnector {
  return FlinkConnector.kafkaBrokers({
    connectable: new Connections({ peer: Peer.ipv4('10.1.0.0/16') }), ports: [9092],
  });
}

function lagsOf(application: FlinkApplication): Map<string, FlinkConnectorLag> {
  const found = new Map<string, FlinkConnectorLag>();
  application._monitored().sources?.forEach((lag, id) => found.set(id, lag));
  return found;
}

function streams(scope: Stack) {
  return {
    made: FlinkConnector.kinesisStream(new Stream(scope, 'Clicks')),
    imported: FlinkConnector.kinesisStream(
      Stream.fromStreamArn(scope, 'Orders', 'arn:aws:kinesis:eu-west-1:111111111111:stream/orders'),
    ),
  };
}

test('each Kinesis stream has a lag of its own, and all of Kafka one', () => {
  const { stack, application } = applicationInVpc();
  const { made, imported } = streams(stack);
  for (const source of [made, imported, kafka(), kafka()]) application.addSource(source);
  const lags = lagsOf(application);
  expect(stack.resolve([...lags])).toEqual([
    [
      'millisBehindLatest-Input-Stack/Clicks/Resource',
      { metricName: 'millisBehindLatest', dimensionsMap: { Id: { Ref: 'Clicks81B5095A' }, Flow: 'Input' } },
    ],
    [
      'millisBehindLatest-Input-orders',
      { metricName: 'millisBehindLatest', dimensionsMap: { Id: 'orders', Flow: 'Input' } },
    ],
    ['records_lag_max', { metricName: 'records_lag_max' }],
  ]);
});

test('the same stream twice is one source, and the order does not change the ids', () => {
  const ids = [0, 1].map(turn => {
    const { stack, application } = applicationInVpc();
    const { made, imported } = streams(stack);
    for (const source of turn === 0 ? [made, imported] : [imported, made, made]) application.addSource(source);
    return [...lagsOf(application).keys()];
  });
  expect(ids[0]).toHaveLength(2);
  expect([...ids[1]].reverse()).toEqual(ids[0]);
});

test('a source that is added later is told of, once', () => {
  const { stack, application } = applicationInVpc();
  const { made, imported } = streams(stack);
  application.addSource(made);
  const lags = lagsOf(application);
  expect([...lags.keys()]).toEqual(['millisBehindLatest-Input-Stack/Clicks/Resource']);
  application.addSource(imported);
  application.addSource(made);
  expect([...lags.keys()]).toEqual([
    'millisBehindLatest-Input-Stack/Clicks/Resource', 'millisBehindLatest-Input-orders',
  ]);
});

test('sinks, and what shows in no metric, have none', () => {
  const { stack, application } = applicationInVpc();
  const { made } = streams(stack);
  application.addSink(made);
  application.addSink(kafka());
  application.addSource(FlinkConnector.secret(Secret.fromSecretNameV2(stack, 'Secret', 'orders')));
  expect(lagsOf(application).size).toBe(0);
});
