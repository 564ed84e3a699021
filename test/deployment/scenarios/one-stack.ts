import { App } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { FlinkConnector } from '../../../src';
import { BASELINE, newBrokers, newJob, newStack, newStream, newVpc, WITH_KINESIS } from '../parts';
import { Scenario } from '../scenario';

/** Two applications in one VPC, one of them with restricted egress. */
function two(app: App, { orders }: { readonly orders: boolean }): void {
  const stack = newStack(app, 'Two');
  const vpc = newVpc(stack);
  if (orders) newJob(stack, 'Orders', vpc, { sources: [newStream(stack)] });
  newJob(stack, 'Payments', vpc, { vpcConfiguration: { vpc, allowAllOutbound: false } });
}

export const TWO_APPLICATIONS: Scenario = {
  name: 'two-applications',
  stages: [
    {
      name: 'two applications in one VPC',
      app: app => two(app, { orders: true }),
      applications: 2,
      endpoints: WITH_KINESIS,
    },
    {
      name: 'the first one removed',
      app: app => two(app, { orders: false }),
      applications: 1,
      endpoints: BASELINE,
    },
  ],
};

function connected(app: App, isConnected: boolean): void {
  const stack = newStack(app, 'Connectors');
  const vpc = newVpc(stack);
  const secret = new Secret(stack, 'Secret');
  const sources = [newBrokers(stack, vpc), newStream(stack), FlinkConnector.secret(secret)];
  newJob(stack, 'Job', vpc, {
    vpcConfiguration: { vpc, allowAllOutbound: false },
    sources: isConnected ? sources : [],
  });
}

export const CONNECTORS: Scenario = {
  name: 'connectors',
  stages: [
    {
      name: 'no connectors',
      app: app => connected(app, false),
      applications: 1,
      endpoints: BASELINE,
    },
    {
      name: 'Kafka, Kinesis and a secret added while the job runs',
      app: app => connected(app, true),
      applications: 1,
      endpoints: [...WITH_KINESIS, 'secretsmanager'],
      peers: { Brokers: 9098 },
    },
    {
      name: 'all of them removed again',
      app: app => connected(app, false),
      applications: 1,
      endpoints: BASELINE,
    },
  ],
};
