import { App } from 'aws-cdk-lib';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { FlinkNetwork, VpcEndpoints } from '../../../src';
import { BASELINE, newJob, newStack, newStream, newVpc, WITH_KINESIS } from '../parts';
import { Scenario } from '../scenario';

interface Places {
  /** The applications of a stack. */
  readonly Orders: string[];
  readonly Payments: string[];
}

/** How the payment's job gets to its services. */
interface Ways {
  readonly endpoints?: VpcEndpoints;
  /** Whether the stack of the VPC says itself which endpoints there are, and keeps what applications imported. */
  readonly isNetworkKept?: boolean;
}

/**
 * A VPC and applications in stacks of their own, of which one reads a stream. The names of the stacks begin with the
 * prefix: scenarios are deployed at once.
 */
function placed(app: App, prefix: string, places: Places, { endpoints, isNetworkKept = false }: Ways = {}): void {
  const owner = newStack(app, `${prefix}Network`);
  const vpc = newVpc(owner);
  if (isNetworkKept) {
    const network = new FlinkNetwork(vpc, 'ManagedFlink', { vpc });
    const ids = vpc.isolatedSubnets.map(({ subnetId }) => subnetId);
    for (const id of [network.clientSecurityGroup.securityGroupId, ...ids]) owner.exportValue(id);
  }
  for (const [name, applications] of Object.entries(places) as [string, string[]][]) {
    const stack = newStack(app, `${prefix}${name}`);
    // what else the team has in the VPC: it keeps the order of the stacks
    new SecurityGroup(stack, 'Other', { vpc });
    for (const id of applications) {
      newJob(stack, id, vpc, {
        vpcConfiguration: { vpc, endpoints: id === 'Payment' ? endpoints : undefined },
        sources: id === 'Clicks' ? [newStream(stack)] : [],
      });
    }
  }
}

const PAYMENT: Places = { Orders: [], Payments: ['Payment'] };
const IN_USE = /Export .* cannot be (deleted|updated) as it is in use by/;

export const SEVERAL_STACKS: Scenario = {
  name: 'several-stacks',
  stages: [
    {
      name: 'a stack for the VPC and two for applications',
      app: app => placed(app, 'Several', { Orders: ['Order', 'Clicks'], Payments: ['Payment'] }),
      applications: 3,
      endpoints: WITH_KINESIS,
    },
    {
      name: 'an application moved to another stack',
      app: app => placed(app, 'Several', { Orders: ['Order'], Payments: ['Payment', 'Clicks'] }),
      applications: 3,
      endpoints: WITH_KINESIS,
    },
    {
      name: 'the applications of one stack removed',
      app: app => placed(app, 'Several', { Orders: [], Payments: ['Payment', 'Clicks'] }),
      applications: 2,
      endpoints: WITH_KINESIS,
    },
    {
      name: 'the last applications of the VPC removed, all stacks at once',
      app: app => placed(app, 'Several', { Orders: [], Payments: [] }),
      refused: IN_USE,
      applications: 2,
      endpoints: WITH_KINESIS,
    },
    {
      name: 'the same, and an explicit network that keeps the endpoints and the exports',
      app: app => placed(app, 'Several', { Orders: [], Payments: [] }, { isNetworkKept: true }),
      applications: 0,
      endpoints: BASELINE,
    },
    {
      name: 'an application again, without the explicit network',
      app: app => placed(app, 'Several', PAYMENT),
      applications: 1,
      endpoints: BASELINE,
    },
    {
      name: 'the last application of the VPC removed, its stack first',
      app: app => placed(app, 'Several', { Orders: [], Payments: [] }),
      first: ['SeveralPayments'],
      applications: 0,
      endpoints: [],
    },
  ],
};

const NONE: Ways = { endpoints: VpcEndpoints.none() };

/** `none()` takes from the stack of the VPC what a deployed application still imports. */
export const NO_ENDPOINTS: Scenario = {
  name: 'no-endpoints',
  stages: [
    {
      name: 'endpoints in the stack of the VPC',
      app: app => placed(app, 'None', PAYMENT),
      applications: 1,
      endpoints: BASELINE,
    },
    {
      name: 'none, all stacks at once',
      app: app => placed(app, 'None', PAYMENT, NONE),
      refused: IN_USE,
      applications: 1,
      endpoints: BASELINE,
    },
    {
      name: 'none, the stack of the application first',
      app: app => placed(app, 'None', PAYMENT, NONE),
      first: ['NonePayments'],
      applications: 1,
      endpoints: [],
      lacks: BASELINE,
    },
    {
      name: 'endpoints again',
      app: app => placed(app, 'None', PAYMENT),
      applications: 1,
      endpoints: BASELINE,
    },
    {
      name: 'none, all stacks at once, and an explicit network that keeps the endpoints and the export',
      app: app => placed(app, 'None', PAYMENT, { ...NONE, isNetworkKept: true }),
      applications: 1,
      endpoints: BASELINE,
    },
  ],
};
