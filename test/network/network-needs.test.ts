import { CfnParameter, Environment, Stack } from 'aws-cdk-lib';
import {
  Connections, GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, ISecurityGroup, ISubnet, IVpc,
  Peer, Port, SecurityGroup, SubnetType, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { VpcEndpoints } from '../../src';
import { NetworkNeeds, NetworkPeer, planConnectivity } from '../../src/network/network-needs';
import { ENV, isolatedVpc, newStack } from '../helpers';

const { KINESIS_STREAMS, DYNAMODB_STREAMS, SNS } = InterfaceVpcEndpointAwsService;
const { S3, DYNAMODB } = GatewayVpcEndpointAwsService;
const [create, none] = [VpcEndpoints.create(), VpcEndpoints.none()];
const existing = VpcEndpoints.existing({ interfaceServices: [SNS] });

interface Situation {
  readonly env?: Environment;
  readonly endpoints?: VpcEndpoints;
  readonly closed?: boolean;
  readonly vpc?: IVpc;
  readonly subnets?: ISubnet[];
}

/** What an application in a stack of its own asks; the VPC is in the same stack, if none is given. */
function requester({ env = ENV, closed = false, subnets, ...given }: Situation) {
  const scope = newStack(env);
  const vpc = given.vpc ?? isolatedVpc(scope);
  return {
    scope: new Construct(scope, 'Job'),
    vpc,
    property: 'vpcConfiguration.endpoints',
    subnets: subnets ?? vpc.isolatedSubnets,
    restrictedEgress: closed,
    opensEgress: closed,
  };
}

const plan = (situation: Situation, needs: NetworkNeeds, knownPeers: NetworkPeer[] = []) => () => {
  const choice = (situation.endpoints ?? create)._choice();
  const asking = requester(situation);
  choice.checkReach(asking, needs);
  return planConnectivity(asking, needs, knownPeers, choice.prefixListIds);
};
const error = (message: string) => new Error(`${message} [at Stack/Job]`);

const SITUATIONS = Object.entries({ create, existing, none })
  .flatMap(([name, endpoints]) => [true, false, undefined].map(closed => ({ name, endpoints, closed })));

test.each(SITUATIONS)(
  'who needs nothing is given nothing (endpoints: $name, closed: $closed)', situation => {
    expect(plan(situation, {})()).toEqual({ peers: [], prefixLists: [], unknownPrefixLists: [] });
  },
);

describe('a closed application without endpoints', () => {
  const needs = { interfaceServices: [KINESIS_STREAMS, SNS], gatewayServices: [DYNAMODB, S3] };

  test.each<[string, NetworkNeeds]>([
    ['kinesis-streams, sns, dynamodb, s3', needs],
    ['kinesis-streams, sns', { interfaceServices: needs.interfaceServices }],
    ['dynamodb, s3', { gatewayServices: needs.gatewayServices }],
  ])('has no way to %s', (names, wanted) => {
    expect(plan({ endpoints: none, closed: true }, wanted)).toThrow(error(
      'vpcConfiguration.allowAllOutbound is false and vpcConfiguration.endpoints is VpcEndpoints.none(), so there is '
      + `no way to ${names}: write \`VpcEndpoints.create()\` or \`VpcEndpoints.existing({ interfaceServices: [...] `
      + '})`, leave out `allowAllOutbound`, or give `securityGroups` with outbound rules of your own'));
  });

  test.each<[string, Situation]>([
    ['it is open', { endpoints: none, closed: false }],
    ['nothing is said', { endpoints: none }],
    ['it has endpoints', { endpoints: existing, closed: true }],
  ])('has none to miss where %s', (_, situation) => {
    expect(plan(situation, needs)).not.toThrow();
  });
});

describe('what is reached through the internet', () => {
  const internet = ['Stack/Search', 'the brokers'];

  test('is refused for a closed application', () => {
    expect(plan({ closed: true }, { internet })).toThrow(error(
      'vpcConfiguration.allowAllOutbound is false, but Stack/Search, the brokers is reached through the internet and '
      + 'has no fixed addresses that could be opened: leave out `allowAllOutbound`, or give `securityGroups` with '
      + 'outbound rules of your own'));
  });

  test.each<[string, 'isolatedSubnets' | 'publicSubnets', string]>([
    ['isolated', 'isolatedSubnets', 'IsolatedSubnet1'],
    ['public', 'publicSubnets', 'PublicSubnet1'],
  ])('is refused for an application in %s subnets', (_, kind, name) => {
    const vpc = new Vpc(newStack(ENV), 'All', {
      maxAzs: 1,
      natGateways: 1,
      subnetConfiguration: [
        { name: 'Public', subnetType: SubnetType.PUBLIC },
        { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED },
      ],
    });
    const subnets = [...vpc.privateSubnets, ...vpc[kind]];
    expect(plan({ vpc, subnets }, { internet })).toThrow(error(
      `Stack/Search, the brokers is reached through the internet, but the subnet Stack/All/${name} has no way there: `
      + 'select subnets of type PRIVATE_WITH_EGRESS with `vpcSubnets`, use a resource in the VPC, or write '
      + '`VpcEndpoints.none()` if there is a way that the app does not define'));
    expect(plan({ vpc, subnets, endpoints: none }, { internet })).not.toThrow();
    expect(plan({ vpc, subnets: vpc.privateSubnets }, { internet })).not.toThrow();
  });
});

describe('a resource of another region', () => {
  const regional = [
    { name: 'Stack/Near', region: 'eu-west-1' },
    { name: 'Stack/Far', region: 'us-east-1' },
    { name: 'Stack/Farther', region: 'us-west-2' },
  ];

  test.each(Object.entries({ create, existing }))('is refused: %s', (_, endpoints) => {
    expect(plan({ endpoints }, { regional })).toThrow(error(
      'Stack/Far is in us-east-1, and the endpoints of a VPC in eu-west-1 do not reach that region: use a resource in '
      + 'eu-west-1, or write `endpoints: VpcEndpoints.none()` and give the VPC a NAT gateway'));
  });

  test.each<[string, Situation, NetworkNeeds['regional']]>([
    ['endpoints are left to the user', { endpoints: none }, regional],
    ['the region of the application is not known', { env: {} }, regional],
    ['neither is known', { env: {}, endpoints: none }, regional],
    ['the region of the resource is not known', {}, [{ name: 'Stack/Table', region: newStack().region }]],
    ['it is the same region', {}, regional.slice(0, 1)],
  ])('is let pass where %s', (_, situation, wanted) => {
    expect(plan(situation, { regional: wanted })).not.toThrow();
  });
});

describe('an endpoint that the job must be told the URL of', () => {
  const told = { service: DYNAMODB_STREAMS, isTold: true };
  const untold = { service: DYNAMODB_STREAMS, isTold: false };
  const needs = (...urls: typeof told[]): NetworkNeeds => ({ interfaceServices: [SNS, DYNAMODB_STREAMS], urls });
  const write = 'for example `FlinkConnector.dynamoDbTable(table, { streamsEndpointUrl: \'https://vpce-...\' })`';
  const listed = VpcEndpoints.create({ existing: { interfaceServices: [SNS, DYNAMODB_STREAMS] } });

  test.each<[string, Situation, InterfaceVpcEndpointAwsService[] | undefined]>([
    ['no service', {}, undefined],
    ['other services', {}, [SNS, KINESIS_STREAMS]],
    ['other services, with endpoints left to the user', { endpoints: none }, [SNS]],
  ])('must be asked for too: %s', (_, situation, interfaceServices) => {
    expect(plan(situation, { interfaceServices, urls: [told] })).toThrow(error(
      'a connector asks for the URL of the endpoint for dynamodb-streams in endpointUrls, but not for the endpoint: '
      + 'name the service in interfaceServices too'));
  });

  test.each<[string, VpcEndpoints]>([
    ['that has all endpoints', existing],
    ['that has this one', listed],
  ])('is refused in a VPC %s', (_, endpoints) => {
    for (const url of [told, untold]) {
      expect(plan({ endpoints }, needs(url))).toThrow(error(
        'the endpoint for dynamodb-streams that the VPC has answers to no private DNS name, and its URL is not known: '
        + `give the connector the URL, ${write}`));
    }
  });

  test('is refused if the job cannot be told', () => {
    expect(plan({}, needs(told, untold))).toThrow(error(
      'the endpoint for dynamodb-streams answers to no private DNS name, so the job must be told its URL: '
      + `name a \`propertyGroup\` that it is written to, or give the URL of your own endpoint, ${write}`));
  });

  test.each<[string, Situation, NetworkNeeds]>([
    ['if the job is told', {}, needs(told)],
    ['with endpoints left to the user', { endpoints: none }, needs(untold)],
    [
      'if the VPC has another one',
      { endpoints: VpcEndpoints.create({ existing: { interfaceServices: [SNS] } }) },
      needs(told),
    ],
  ])('is let pass %s', (_, situation, wanted) => {
    expect(plan(situation, wanted)).not.toThrow();
  });
});

describe('a peer', () => {
  const port = Port.tcp(5432);
  const groupIn = (env: Environment) => SecurityGroup.fromSecurityGroupId(newStack(env), 'Db', 'sg-1');

  test('is part of the plan, and gets no rule before it is carried out', () => {
    const group = groupIn(ENV);
    const peers = [
      { connectable: group, port }, { connectable: new Connections({ peer: Peer.ipv4('10.1.0.0/16') }), port },
    ];
    expect(plan({}, { peers }, [{ connectable: group, port: Port.tcp(22) }])().peers).toEqual(peers);
    expect(group.node.children).toEqual([]);
  });

  test.each<[string, Environment, string, string]>([
    ['region', { ...ENV, region: 'us-east-1' }, 'us-east-1', 'eu-west-1'],
    ['region', { account: '222222222222', region: 'us-east-1' }, 'us-east-1', 'eu-west-1'],
    ['account', { ...ENV, account: '222222222222' }, '222222222222', '111111111111'],
  ])('of another %s is refused: %p', (part, env, theirs, own) => {
    expect(plan({}, { peers: [{ connectable: groupIn(env), port }] })).toThrow(error(
      `the security group Stack/Db is in ${part} ${theirs}, and a rule of ${part} ${own} cannot name it: give the `
      + 'addresses instead, `new Connections({ peer: Peer.ipv4(\'10.1.0.0/16\') })`, and open that group there'));
  });

  test.each<[string, Environment, Environment]>([
    ['with the peer\'s not known', {}, ENV],
    ['with the application\'s not known', ENV, {}],
    ['with neither known', {}, {}],
    ['that is the same', ENV, ENV],
  ])('in an environment %s is let pass', (_, theirs, env) => {
    expect(plan({ env }, { peers: [{ connectable: groupIn(theirs), port }] })).not.toThrow();
  });
});

describe('two ports that are only known at deployment', () => {
  const tokens = (stack: Stack) =>
    ['One', 'Two'].map(id => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber);

  test.each<[string, (port: number) => Port]>([
    ['as such', port => Port.tcp(port)],
    ['as the first of a range', port => Port.tcpRange(port, 9999)],
    ['as the last of a range', port => Port.tcpRange(1000, port)],
  ])('are refused for one security group: %s', (_, portOf) => {
    const stack = newStack(ENV);
    const group = SecurityGroup.fromSecurityGroupId(stack, 'Db', 'sg-1');
    const [one, two] = tokens(stack).map(token => ({ connectable: group, port: portOf(token) }));
    const refusal = error('the security group Stack/Db belongs to two peers whose ports are only known at deployment, '
      + 'and only one of them could be opened: write the ports, for example `FlinkConnector.database(cluster, { port: '
      + 'Port.tcp(5432) })`');
    expect(plan({}, { peers: [one, two] })).toThrow(refusal);
    expect(plan({}, { peers: [two] }, [one])).toThrow(refusal);
    expect(plan({}, { peers: [one, one] }, [one])).not.toThrow();
  });

  test('are let pass for two security groups', () => {
    const stack = newStack(ENV);
    const groups: ISecurityGroup[] = ['sg-1', 'sg-2'].map(id => SecurityGroup.fromSecurityGroupId(stack, id, id));
    const peers = tokens(stack).map((token, index) => ({ connectable: groups[index], port: Port.tcp(token) }));
    expect(plan({}, { peers })).not.toThrow();
  });
});

describe('the prefix lists', () => {
  const needs = { gatewayServices: [S3, DYNAMODB, S3] };
  const withIds = (gatewayPrefixListIds: Record<string, string>) => VpcEndpoints.create({ gatewayPrefixListIds });

  test.each<[string, Situation, string[]]>([
    ['of all services, for a closed application', { closed: true }, ['s3', 'dynamodb']],
    ['of those whose id is not given', { closed: true, endpoints: withIds({ s3: 'pl-53' }) }, ['dynamodb']],
    [
      'of none, where all ids are given',
      { closed: true, endpoints: withIds({ s3: 'pl-53', dynamodb: 'pl-dd' }), env: {} },
      [],
    ],
    ['of none, for an open application', { closed: false, env: {} }, []],
  ])('that are looked up are those %s', (_, situation, keys) => {
    expect(plan(situation, needs)().prefixLists).toEqual(
      keys.map(key => ({ key, name: `com.amazonaws.eu-west-1.${key}` })),
    );
  });

  test.each<[string, Environment]>([
    ['account', { region: ENV.region }],
    ['region', { account: ENV.account }],
    ['account and region', {}],
  ])('cannot be looked up for a VPC in a stack without %s', (_, env) => {
    const refusal = (got: string, keys: string, first: string) => error(
      `vpcConfiguration.endpoints gatewayPrefixListIds is ${got}, but must be a map with ${keys}, since `
      + 'allowAllOutbound is false and the stack of the VPC does not know its account and region, in which the id '
      + `could be looked up: write \`gatewayPrefixListIds: { ${first}: 'pl-...' }\`, or give the stack an account and `
      + 'a region with `env`');
    expect(plan({ env, closed: true }, needs)).toThrow(refusal('{}', 's3, dynamodb', 's3'));
    expect(
      plan({ env, closed: true, endpoints: withIds({ s3: 'pl-53' }) }, needs),
    ).toThrow(refusal('{"s3":"pl-53"}', 'dynamodb', 'dynamodb'));
  });
});
