import { App, ContextProvider, Environment, Stack } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, IVpc, Peer, SecurityGroup, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { ParameterTier } from 'aws-cdk-lib/aws-ssm';
import { EndpointClients, FlinkConnector, FlinkNetwork, FlinkNetworkProps, VpcEndpoints } from '../../src';
import { NetworkDocument } from '../../src/endpoints/network-document';
import {
  APPLICATION, ENDPOINT, ENV, GROUP, importedVpc, INGRESS, isolatedVpc, newApplication, newStack, POLICY, propertiesOf,
  resourcesOf, synth, templateOf, validationMessages, warningTopics,
} from '../helpers';
import { documentOf, OTHER_ACCOUNT, publishedDocument } from '../helpers/published-networks';

const {
  CLOUDWATCH_LOGS: LOGS, CLOUDWATCH_MONITORING: MONITORING, KINESIS_STREAMS: KINESIS,
} = InterfaceVpcEndpointAwsService;
const NAME = '/platform/flink-network';
const PARAMETER = 'AWS::SSM::Parameter';

/** A stack in another app, in whose context the parameter has this value. */
function reader(value: unknown, env: Environment = ENV): Stack {
  const probe = newStack(env);
  const { key } = ContextProvider.getKey(probe, { provider: 'ssm', props: { parameterName: NAME } });
  return new Stack(new App({ context: value === undefined ? {} : { [key]: value } }), 'Stack', { env });
}

const read = (stack: Stack) => FlinkNetwork.fromParameter(stack, 'Net', NAME);
const KEY = `ssm:account=${ENV.account}:parameterName=${NAME}:region=${ENV.region}`;
const hint = `(the network was read from the parameter ${NAME} and is kept in cdk.context.json: \`cdk context --reset `
  + `'${KEY}'\` reads it anew)`;

function useIn(
  stack: Stack, network: ReturnType<typeof read>, props: { allowAllOutbound?: boolean; source?: boolean } = {},
) {
  const stream = Stream.fromStreamArn(stack, 'Stream', 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks');
  return newApplication(stack, {
    sources: props.source ? [FlinkConnector.kinesisStream(stream)] : [],
    vpcConfiguration: {
      vpc: network.vpc, endpoints: VpcEndpoints.of(network), allowAllOutbound: props.allowAllOutbound,
    },
  });
}

describe('a network is published', () => {
  test('as one document in a parameter, with a client group that stays', () => {
    const stack = newStack(ENV);
    const vpc = isolatedVpc(stack, 'Vpc', { maxAzs: 2 });
    new FlinkNetwork(stack, 'Network', { vpc, interfaceServices: [KINESIS] }).publish(NAME);
    const template = templateOf(stack);
    expect(propertiesOf(template, PARAMETER)).toEqual([
      expect.objectContaining({ Name: NAME, Tier: 'Standard', Type: 'String' }),
    ]);
    const clients = resourcesOf(template, GROUP).find(([id]) => id.includes('Client'))!;
    expect(clients[1].DeletionPolicy).toBe('Retain');
    const document = documentOf(stack);
    expect(document).toMatchObject({
      formatVersion: 1,
      account: ENV.account,
      region: ENV.region,
      gatewayServices: ['s3'],
      clients: 'wholeVpc',
      clientSecurityGroupShared: false,
      interfaceServices: ['logs', 'monitoring', 'kinesis-streams'].map(name => ({ name, port: 443, via: 'endpoint' })),
    });
    expect(document.subnets).toHaveLength(2);
    expect(Object.keys(document.subnets[0]).sort()).toEqual(['cidr', 'id', 'routeTable', 'type', 'zone', 'zoneId']);
  });

  test.each<[string, Partial<FlinkNetworkProps>, Partial<NetworkDocument>]>([
    ['applications only', { clients: EndpointClients.applicationsOnly() }, { clients: 'applicationsOnly' }],
    ['services through the NAT gateway', { egressServices: [LOGS] }, {
      interfaceServices: [
        { name: 'monitoring', port: 443, via: 'endpoint' }, { name: 'logs', port: 443, via: 'egress' },
      ],
    }],
    ['endpoints in another VPC', { existing: { interfaceServices: [LOGS], endpointPeers: [Peer.ipv4('10.100.0.0/24')] } }, {
      interfaceServices: [{ name: 'monitoring', port: 443, via: 'endpoint' }, { name: 'logs', port: 443, via: 'peer' }],
      endpointPeers: ['10.100.0.0/24'],
    }],
    ['prefix lists', { gatewayPrefixListIds: { s3: 'pl-0123abcd' } }, { prefixLists: { s3: 'pl-0123abcd' } }],
  ])('with what it is told: %s', (_, props, expected) => {
    const stack = newStack(ENV);
    new FlinkNetwork(stack, 'Network', { vpc: isolatedVpc(stack), ...props }).publish(NAME);
    expect(documentOf(stack)).toMatchObject(expected);
  });

  test('with services that come later', () => {
    const stack = newStack(ENV);
    const vpc = isolatedVpc(stack);
    new FlinkNetwork(stack, 'Network', { vpc }).publish(NAME);
    newApplication(stack, {
      vpcConfiguration: { vpc, endpoints: VpcEndpoints.create({ baselineInterfaceServices: [KINESIS] }) },
    });
    expect(documentOf(stack).interfaceServices.map(({ name }) => name)).toContain('kinesis-streams');
  });

  test.each(['', 'a b', '/a//b', newStack().region])('under no other name than that of a parameter: %p', name => {
    const stack = newStack();
    const network = new FlinkNetwork(stack, 'Network', { vpc: isolatedVpc(stack) });
    expect(() => network.publish(name)).toThrow(/^parameterName is .*, but must be the name of an SSM parameter/);
  });

  test('in a tier that holds it', () => {
    const stack = newStack(ENV);
    const many = Array.from({ length: 90 }, (_, index) =>
      new InterfaceVpcEndpointAwsService(`service-with-a-long-name-${index}`));
    const network = new FlinkNetwork(stack, 'Network', {
      vpc: importedVpc(stack), existing: { interfaceServices: many },
    });
    network.publish(NAME);
    network.publish('/advanced', { tier: ParameterTier.ADVANCED });
    expect(validationMessages(stack)).toEqual([
      expect.stringMatching(
        /^the document of the network for the parameter \/platform\/flink-network has at least \d+ characters/,
      ),
    ]);
  });
});

test('a network whose subnets are not known at synthesis cannot be published', () => {
  const stack = newStack(ENV);
  const vpc = Vpc.fromVpcAttributes(stack, 'Imported', { vpcId: 'vpc-0aaa', availabilityZones: ['eu-west-1a'] });
  new FlinkNetwork(stack, 'Network', {
    vpc, baselineInterfaceServices: [], baselineGatewayServices: [], clients: EndpointClients.applicationsOnly(),
  }).publish(NAME);
  expect(validationMessages(stack)).toEqual([
    'the network Stack/Network is published in the parameter /platform/flink-network without a subnet, since none is '
    + 'known at synthesis, so other apps cannot connect applications to it: give the ids of the subnets when you import '
    + 'its VPC',
  ]);
});

describe('a network is read', () => {
  test('and used without anything being added to it', () => {
    const stack = reader(JSON.stringify(publishedDocument()));
    const network = read(stack);
    const { securityGroups } = useIn(stack, network);
    const template = templateOf(stack);
    expect(
      securityGroups.map(({ securityGroupId }) => stack.resolve(securityGroupId) as unknown),
    ).toContain('sg-0c11e9700');
    expect([
      ENDPOINT, INGRESS, 'AWS::EC2::SecurityGroupEgress',
    ].flatMap(type => resourcesOf(template, type),
    )).toEqual([]);
    expect(network.vpc.vpcCidrBlock).toBe('10.0.0.0/16');
    expect(network.vpc.privateSubnets.map(({ subnetId }) => subnetId)).toEqual(['subnet-0a', 'subnet-0b', 'subnet-0c']);
    expect(validationMessages(stack)).toEqual([]);
  });

  test('also where the zones of its subnets are not known', () => {
    const subnets = publishedDocument().subnets.map(({ id, type }) => ({ id, type }));
    const stack = reader(JSON.stringify({ ...publishedDocument(), subnets }));
    useIn(stack, read(stack));
    const [{ ApplicationConfiguration: configuration }] = propertiesOf(templateOf(stack), APPLICATION);
    expect(configuration.VpcConfigurations[0].SubnetIds).toEqual(['subnet-0a', 'subnet-0b', 'subnet-0c']);
    expect(warningTopics(stack)).toEqual([]);
  });

  test('and says which service is missing, and how to read it anew', () => {
    const stack = reader(JSON.stringify(publishedDocument()));
    expect(() => useIn(stack, read(stack), { source: true })).toThrow(
      'vpcConfiguration.endpoints of Stack/Net interfaceServices is ["logs","monitoring"], but must be a list with all '
      + 'services that the application needs, and kinesis-streams is missing: write `interfaceServices` with '
      + 'kinesis-streams in the FlinkNetwork of the platform and publish it, or change the baseline if the job does '
      + `not need it ${hint} [at Stack/Job]`);
  });

  test('and nothing wrong is said while it is being looked up', () => {
    const stack = reader(undefined);
    const network = read(stack);
    useIn(stack, network, { source: true, allowAllOutbound: false });
    expect(validationMessages(stack)).toEqual([]);
    const { manifest } = synth(stack);
    expect(manifest.missing).toEqual([
      expect.objectContaining({ key: KEY, provider: 'ssm', props: expect.objectContaining({ parameterName: NAME }) }),
    ]);
    expect(manifest.missing?.[0].props).not.toHaveProperty('ignoreErrorOnMissingContext', true);
  });

  test.each<[string, unknown, string]>([
    ['no JSON', 'nonsense', 'is no JSON document of a FlinkNetwork'],
    ['something else', '"text"', 'is no JSON document of a FlinkNetwork'],
    ['no format', '{}', 'has no valid field formatVersion'],
    ['a format that never was', JSON.stringify({ ...publishedDocument(), formatVersion: 0 }), 'has no valid field formatVersion'],
    ['no subnet', JSON.stringify({ ...publishedDocument(), subnets: [] }), 'has no valid field subnets'],
    ['a newer format', JSON.stringify({ formatVersion: 2 }), 'has the format 2, and this version of cdk-managed-flink '
      + 'reads formats up to 1: upgrade cdk-managed-flink'],
    [
      'a field that is missing',
      JSON.stringify({ ...publishedDocument(), subnets: undefined }),
      'has no valid field subnets',
    ],
    [
      'a field that is malformed',
      JSON.stringify({ ...publishedDocument(), clients: 'nobody' }),
      'has no valid field clients',
    ],
    ['another Region', JSON.stringify({ ...publishedDocument(), region: 'us-east-1' }), 'describes a network in the '
      + 'Region us-east-1, and the stack is in eu-west-1'],
  ])('and refused: %s', (_, value, message) => {
    const refused = () => read(reader(value));
    expect(refused).toThrow(`the parameter ${NAME} ${message}`);
    expect(refused).toThrow(`${hint} [at Stack/Net]`);
  });

  test('only in a stack that knows its environment', () => {
    expect(() => read(newStack())).toThrow(
      /give the stack an account and a Region with `env`.*`FlinkNetwork.fromFlinkNetworkAttributes\(\)` \[at Stack\/Net\]$/,
    );
  });

  test('by restricted egress through the prefix lists and the client group that it names', () => {
    const stack = reader(
      JSON.stringify({ ...publishedDocument(), prefixLists: { s3: 'pl-0123abcd' }, endpointPeers: ['10.100.0.0/24'] }),
    );
    useIn(stack, read(stack), { allowAllOutbound: false });
    const own = propertiesOf(templateOf(stack), GROUP)
      .find(({ GroupDescription: text }) => String(text).endsWith('/SecurityGroup'));
    expect(own?.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '10.100.0.0/24', FromPort: 443 })]);
  });

  test('for its own VPC only', () => {
    const stack = reader(JSON.stringify(publishedDocument()));
    const endpoints = VpcEndpoints.of(read(stack));
    expect(() =>
      newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints } })).toThrow(/is a network of another VPC, Stack\/Net\/Vpc/);
  });
});

describe('a network of another account', () => {
  const document = (changes: Partial<NetworkDocument> = {}) => JSON.stringify({
    ...publishedDocument(), account: OTHER_ACCOUNT, ...changes,
  });

  test('lends its client group only if it is shared', () => {
    const groupsWith = (changes: Partial<NetworkDocument>) => {
      const stack = reader(document(changes));
      return useIn(stack, read(stack), { allowAllOutbound: false }).securityGroups.length;
    };
    expect([groupsWith({}), groupsWith({ clientSecurityGroupShared: true })]).toEqual([1, 2]);
  });

  test('is else reached in the ranges of the VPC', () => {
    const stack = reader(document());
    useIn(stack, read(stack), { allowAllOutbound: false });
    const [own] = propertiesOf(templateOf(stack), GROUP);
    expect(own.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '10.0.0.0/16', FromPort: 443 })]);
  });

  test('is not reached where it admits only applications', () => {
    const stack = reader(document({ clients: 'applicationsOnly' }));
    expect(() => useIn(stack, read(stack))).toThrow(
      /admit only applications that carry its client security group, which belongs to account 999999999999/,
    );
  });

  test('owns the subnets that the permissions name', () => {
    const stack = reader(document());
    useIn(stack, read(stack));
    const policies = JSON.stringify(propertiesOf(templateOf(stack), POLICY));
    expect(policies).toContain(`:ec2:eu-west-1:${OTHER_ACCOUNT}:subnet/subnet-0a`);
  });
});

describe('a network that is described', () => {
  const describe_ = (stack: Stack, vpc: IVpc, clientSecurityGroup = true) => FlinkNetwork.fromFlinkNetworkAttributes(stack, 'Net', {
    vpc,
    interfaceServices: [LOGS, MONITORING],
    clientSecurityGroup: clientSecurityGroup
      ? SecurityGroup.fromSecurityGroupId(stack, 'Clients', 'sg-0c11e9700')
      : undefined,
  });

  test('is used as one that is read', () => {
    const stack = newStack();
    expect(useIn(stack, describe_(stack, importedVpc(stack))).securityGroups).toHaveLength(2);
    expect(resourcesOf(templateOf(stack), ENDPOINT)).toEqual([]);
  });

  test('has a client group only if one is given', () => {
    const stack = newStack();
    const network = describe_(stack, importedVpc(stack), false);
    expect(useIn(stack, network).securityGroups).toHaveLength(1);
    expect(() => network.clientSecurityGroup).toThrow(/^clientSecurityGroup of the network is not known/);
  });

  test('counts for applications that create', () => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    describe_(stack, vpc);
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
    expect(resourcesOf(templateOf(stack), ENDPOINT)).toEqual([]);
  });

  test('may be anything that has the members', () => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    const node = new Stack(stack, 'Own').node;
    const clientSecurityGroup = SecurityGroup.fromSecurityGroupId(stack, 'Clients', 'sg-0c11e9700');
    const services = { interfaceServices: [LOGS, MONITORING], gatewayServices: [GatewayVpcEndpointAwsService.S3] };
    const own = { node, vpc, ...services, clientSecurityGroup, with: () => own };
    const endpoints = VpcEndpoints.of(own);
    expect(
      newApplication(stack, { vpcConfiguration: { vpc, endpoints } }).securityGroups,
    ).toContain(clientSecurityGroup);
  });
});

describe('a network of the same app', () => {
  test('is used as it is', () => {
    const stack = newStack();
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2 });
    const network = new FlinkNetwork(stack, 'Network', { vpc });
    expect(useIn(stack, network).securityGroups).toContain(network.clientSecurityGroup);
  });

  test('must have what is needed', () => {
    const stack = newStack();
    const network = new FlinkNetwork(stack, 'Network', { vpc: isolatedVpc(stack) });
    expect(() => useIn(stack, network, { source: true })).toThrow(
      /kinesis-streams is missing: write `interfaceServices` with kinesis-streams in the FlinkNetwork, /,
    );
  });
});

test('sixty applications in apps of their own add nothing to the groups of a platform', () => {
  const rules = Array.from({ length: 60 }, () => {
    const stack = reader(JSON.stringify(publishedDocument()));
    useIn(stack, read(stack));
    return stack.node.findAll().filter(({ node }) => /^(?:from|to) /.test(node.id)).length;
  });
  expect(new Set(rules)).toEqual(new Set([0]));
});
