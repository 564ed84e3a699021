import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  Connections, GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, Peer, Port, SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { peerGroup } from './cases';
import { FlinkConnector, VpcEndpoints } from '../../src';
import {
  connectedApplication, EGRESS, ENDPOINT, ENV, expectConnectorRefusal, flat, GROUP, isolatedVpc, newStack, propertiesOf,
  propertyGroups, templateOf,
} from '../helpers';

const BASELINE = [InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING];

describe('endpoints', () => {
  test('a service that the VPC is not said to have is an error', () => {
    expectConnectorRefusal(stack => FlinkConnector.sqsQueue(new Queue(stack, 'Queue')), 'sinks', 'vpcConfiguration.endpoints interfaceServices is ["logs","monitoring"], but must be a list with all services that the application needs, and sqs is missing: write VpcEndpoints.existing({ interfaceServices: [...] }) with sqs if the VPC has it, VpcEndpoints.create() to have it created, or change the baseline if the job does not need it', {
      network: { endpoints: VpcEndpoints.existing({ interfaceServices: BASELINE }) },
    });
  });

  test('a gateway that the VPC is not said to have is an error', () => {
    expectConnectorRefusal(stack => FlinkConnector.dynamoDbTable(Table.fromTableName(stack, 'Table', 'state')), 'sinks', 'vpcConfiguration.endpoints gatewayServices is ["s3"], but must be a list with all services that the application needs, and dynamodb is missing: write VpcEndpoints.existing({ gatewayServices: [...] }) with dynamodb if the VPC has it, VpcEndpoints.create() to have it created, or change the baseline if the job does not need it', {
      network: {
        endpoints: VpcEndpoints.existing({
          interfaceServices: BASELINE, gatewayServices: [GatewayVpcEndpointAwsService.S3],
        }),
      },
    });
  });

  test('nothing is made where the VPC has everything, or endpoints are the user\'s business', () => {
    for (const endpoints of [VpcEndpoints.existing({ interfaceServices: [...BASELINE, InterfaceVpcEndpointAwsService.SQS] }), VpcEndpoints.none()]) {
      const stack = newStack(ENV);
      connectedApplication(stack, {
        network: { endpoints }, sinks: [FlinkConnector.sqsQueue(new Queue(stack, 'Queue'))],
      });
      expect(propertiesOf(templateOf(stack), ENDPOINT)).toEqual([]);
    }
  });
});

describe('closed applications', () => {
  const s3 = (stack: Stack) => FlinkConnector.s3Bucket(new Bucket(stack, 'Lake'));
  const prefixListRules = (stack: Stack) => propertiesOf(templateOf(stack), EGRESS)
    .map(flat).filter(rule => rule.DestinationPrefixListId !== undefined);

  test('the prefix list of a gateway is looked up once for the VPC, and opened to those who asked for it', () => {
    const app = new App();
    const stack = newStack(ENV, app);
    const vpc = isolatedVpc(stack);
    const lake = new Bucket(stack, 'Lake');
    for (const id of ['One', 'Two']) {
      connectedApplication(stack, {
        vpc, id, network: { allowAllOutbound: false }, sinks: [FlinkConnector.s3Bucket(lake)],
      });
    }
    connectedApplication(stack, { vpc, id: 'Three', network: { allowAllOutbound: false } });
    expect(prefixListRules(stack).map(rule => [rule.GroupId, rule.DestinationPrefixListId, rule.FromPort])).toEqual([
      [expect.stringContaining('One'), 'pl-xxxxxxxx', 443], [expect.stringContaining('Two'), 'pl-xxxxxxxx', 443],
    ]);
    const missing = app.synth().manifest.missing ?? [];
    expect(missing.filter(({ props }) => (props as { typeName?: string }).typeName === 'AWS::EC2::PrefixList')).toEqual([
      expect.objectContaining({
        props: expect.objectContaining({ propertyMatch: { PrefixListName: 'com.amazonaws.eu-west-1.s3' } }),
      }),
    ]);
  });

  test('the baseline alone looks nothing up', () => {
    const app = new App();
    connectedApplication(newStack(ENV, app), { network: { allowAllOutbound: false } });
    expect((app.synth().manifest.missing ?? []).filter(({ provider }) => provider === 'cc-api-provider')).toEqual([]);
    expect(() => connectedApplication(newStack(), { network: { allowAllOutbound: false } })).not.toThrow();
  });

  test('an id that is given is not looked up', () => {
    const app = new App();
    const stack = newStack(ENV, app);
    connectedApplication(stack, {
      network: { allowAllOutbound: false, endpoints: VpcEndpoints.create({ gatewayPrefixListIds: { s3: 'pl-53' } }) },
      sinks: [s3(stack)],
    });
    expect(prefixListRules(stack).map(rule => rule.DestinationPrefixListId)).toEqual(['pl-53']);
    expect((app.synth().manifest.missing ?? []).filter(({ provider }) => provider === 'cc-api-provider')).toEqual([]);
  });

  test('a stack that does not know its environment must be given the id', () => {
    expectConnectorRefusal(
      s3,
      'sinks',
      'vpcConfiguration.endpoints gatewayPrefixListIds is {}, but must be a map with s3, since allowAllOutbound is '
      + 'false and the stack of the VPC does not know its account and region, in which the id could be looked up: '
      + 'write `gatewayPrefixListIds: { s3: \'pl-...\' }`, or give the stack an account and a region with `env`',
      { network: { allowAllOutbound: false } },
      newStack(),
    );
  });

  test('an open application looks nothing up, and a group of the user that is closed is opened to what is looked up', () => {
    const app = new App();
    const stack = newStack(ENV, app);
    const vpc = isolatedVpc(stack);
    connectedApplication(stack, { vpc, sinks: [s3(stack)] });
    const group = new SecurityGroup(stack, 'Mine', { vpc, allowAllOutbound: false });
    connectedApplication(stack, {
      vpc,
      id: 'Other',
      network: { securityGroups: [group] },
      sinks: [FlinkConnector.s3Bucket(new Bucket(stack, 'Lake2'))],
    });
    expect(prefixListRules(stack)).toEqual([
      expect.objectContaining({ GroupId: expect.stringMatching('^<Mine'), FromPort: 443 }),
    ]);
  });

  test('there must be some way to the services', () => {
    expectConnectorRefusal(s3, 'sinks', 'vpcConfiguration.allowAllOutbound is false and vpcConfiguration.endpoints is '
      + 'VpcEndpoints.none(), so there is no way to s3: write `VpcEndpoints.create()` or `VpcEndpoints.existing({ '
      + 'interfaceServices: [...] })`, leave out `allowAllOutbound`, or give `securityGroups` with outbound rules '
      + 'of your own',
    { network: { allowAllOutbound: false, endpoints: VpcEndpoints.none() } });
  });

  test('peers by address are opened inline, and an open application needs no rule for them', () => {
    for (const allowAllOutbound of [false, true]) {
      const stack = newStack(ENV);
      const connectable = new Connections({ peer: Peer.ipv4('10.9.0.0/16'), defaultPort: Port.tcp(9092) });
      const network = { allowAllOutbound, endpoints: VpcEndpoints.none() };
      connectedApplication(stack, { network, sources: [FlinkConnector.kafkaBrokers({ connectable })] });
      const [group] = propertiesOf(templateOf(stack), GROUP);
      const rule = allowAllOutbound ? { IpProtocol: '-1' } : { CidrIp: '10.9.0.0/16', FromPort: 9092, ToPort: 9092 };
      expect(group.SecurityGroupEgress).toEqual([expect.objectContaining(rule)]);
      Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('Egress'));
    }
  });
});

describe('other regions', () => {
  const far = (stack: Stack) =>
    FlinkConnector.kinesisStream(
      Stream.fromStreamArn(stack, 'Clicks', 'arn:aws:kinesis:us-east-1:111111111111:stream/clicks'),
      { propertyGroup: 'In' },
    );

  test('the endpoints of the VPC do not reach a service there', () => {
    expectConnectorRefusal(far, 'sources', 'kinesisStream(Stack/Clicks) is in us-east-1, and the endpoints of a VPC in '
      + 'eu-west-1 do not reach that region: use a resource in eu-west-1, or write `endpoints: VpcEndpoints.none()` '
      + 'and give the VPC a NAT gateway');
  });

  test('a NAT gateway does, and the job is told the region', () => {
    const stack = newStack(ENV);
    connectedApplication(stack, { network: { endpoints: VpcEndpoints.none() }, sources: [far(stack)] });
    expect(propertyGroups(stack).In['aws.region']).toBe('us-east-1');
  });

  test('an application that does not know its region passes', () => {
    const stack = newStack();
    expect(() => connectedApplication(stack, { sources: [far(stack)] })).not.toThrow();
  });

  test.each([['region', { account: ENV.account, region: 'us-east-1' }], ['account', { account: '222222222222', region: ENV.region }]])('no rule can name a group of another %s', (part, env) => {
    const app = new App();
    const theirs = newStack(env, app, 'Theirs');
    const group = peerGroup(theirs);
    expectConnectorRefusal(() =>
      FlinkConnector.database(group, { port: Port.tcp(5432) }), 'sinks', new RegExp(`the security group Theirs/Brokers is in ${part} .+give the addresses instead`), {}, newStack(ENV, app));
  });
});
