import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Grant, Role } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { FlinkApplication } from '../../src/index';
import { applicationInVpc, ENV, isolatedVpc, logicalId, newStack, warnings } from '../helpers';

const ARN = 'arn:aws:kinesisanalytics:eu-central-1:222222222222:application/orders';

describe('an imported application', () => {
  test('by its ARN has the name and environment of the ARN', () => {
    const imported = FlinkApplication.fromFlinkApplicationArn(newStack(ENV), 'Imported', ARN);
    expect(imported.applicationArn).toBe(ARN);
    expect(imported.applicationName).toBe('orders');
    expect(imported.env).toEqual({ account: '222222222222', region: 'eu-central-1' });
  });

  test.each(['aws-cn', 'aws-us-gov', 'aws-iso'])('may be in the partition %s', partition => {
    const imported = FlinkApplication.fromFlinkApplicationArn(
      newStack(), 'Imported', ARN.replace('arn:aws:', `arn:${partition}:`),
    );
    expect(imported.applicationName).toBe('orders');
  });

  test('by an ARN that is a parameter has the name taken from it', () => {
    const stack = newStack();
    const arn = new CfnParameter(stack, 'Arn').valueAsString;
    const imported = FlinkApplication.fromFlinkApplicationArn(stack, 'Imported', arn);
    expect(stack.resolve(imported.applicationName)).toEqual({
      'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: 'Arn' }] }] }] }],
    });
  });

  test('by its name is of the stack\'s environment', () => {
    const stack = newStack(ENV);
    const imported = FlinkApplication.fromFlinkApplicationName(stack, 'Imported', 'orders');
    expect(imported.applicationName).toBe('orders');
    expect(stack.resolve(imported.applicationArn)).toEqual({
      'Fn::Join': [
        '', ['arn:', { Ref: 'AWS::Partition' }, ':kinesisanalytics:eu-west-1:111111111111:application/orders'],
      ],
    });
    expect(imported.env).toEqual(ENV);
  });

  test('adds nothing to the template', () => {
    const stack = newStack();
    FlinkApplication.fromFlinkApplicationName(stack, 'Imported', 'orders');
    expect(Template.fromStack(stack).toJSON()).toEqual({ Parameters: expect.anything(), Rules: expect.anything() });
  });

  test.each([
    'orders',
    'arn:aws:kinesisanalytics:eu-central-1:222222222222:application',
    'arn:aws:kinesisanalytics:eu-central-1:222222222222:application/',
    'arn:aws:kinesisanalytics:eu-central-1:222222222222:application/a/b',
    'arn:aws:kinesis:eu-central-1:222222222222:stream/orders',
    'arn:aws:kinesisanalytics::222222222222:application/orders',
    '',
  ])('cannot be made of "%s"', arn => {
    const stack = newStack();
    expect(() => FlinkApplication.fromFlinkApplicationArn(stack, 'Imported', arn)).toThrow(new Error(
      `applicationArn of Imported is "${arn}", but must be the ARN of a Flink application: write `
      + '`arn:aws:kinesisanalytics:REGION:ACCOUNT:application/NAME`, or import it by name with '
      + '`FlinkApplication.fromFlinkApplicationName()` [at Stack]'));
    expect(stack.node.children).toEqual([]);
  });

  test('with role and groups is granted to and connected to', () => {
    const stack = newStack(ENV);
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/flink');
    const group = SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0123');
    const imported = FlinkApplication.fromFlinkApplicationAttributes(stack, 'Imported', {
      applicationArn: ARN, role, securityGroups: [group],
    });
    const peer = new SecurityGroup(stack, 'Peer', { vpc: isolatedVpc(stack) });
    peer.connections.allowFrom(imported, Port.tcp(9092));
    new Queue(stack, 'Queue').grantSendMessages(imported);

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: { 'Fn::GetAtt': [logicalId(peer), 'GroupId'] }, SourceSecurityGroupId: 'sg-0123',
    });
    template.hasResourceProperties('AWS::IAM::Policy', { Roles: ['flink'] });
  });

  test('without its groups says what is missing when it is connected to', () => {
    const imported = FlinkApplication.fromFlinkApplicationArn(newStack(), 'Imported', ARN);
    expect(() => imported.connections).toThrow(new Error('connections of an imported FlinkApplication cannot be used, '
      + 'since its security groups are unknown: import it with `FlinkApplication.fromFlinkApplicationAttributes(..., { applicationArn, securityGroups })` '
      + '[at Stack/Imported]'));
  });

  test('without its role adds what it is granted nowhere, and says so', () => {
    const stack = newStack();
    const imported = FlinkApplication.fromFlinkApplicationArn(stack, 'Imported', ARN);
    Grant.addToPrincipal({ grantee: imported, actions: ['sqs:SendMessage'], resourceArns: ['*'] });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
    expect(warnings(stack)).toEqual([expect.stringContaining('Add statement to this resource\'s role')]);
  });
});

describe('metric()', () => {
  test('has the namespace and dimension of the service, and the environment of the application', () => {
    const imported = FlinkApplication.fromFlinkApplicationArn(newStack(ENV), 'Imported', ARN);
    expect(imported.metric('KPUs').toMetricConfig().metricStat).toMatchObject({
      namespace: 'AWS/KinesisAnalytics',
      metricName: 'KPUs',
      dimensions: [{ name: 'Application', value: 'orders' }],
      statistic: 'Average',
      period: Duration.minutes(5),
      account: '222222222222',
      region: 'eu-central-1',
    });
  });

  test('takes options', () => {
    const { stack, application } = applicationInVpc();
    const { metricStat } = application.metric('downtime', {
      statistic: 'Maximum', period: Duration.minutes(1), label: 'Down',
    }).toMetricConfig();
    expect(metricStat).toMatchObject({ metricName: 'downtime', statistic: 'Maximum', period: Duration.minutes(1) });
    expect(Stack.of(application).resolve(metricStat?.dimensions)).toEqual([
      { name: 'Application', value: { Ref: logicalId(application) } },
    ]);
    expect(stack).toBe(application.stack);
  });
});

test('an application without a name cannot be imported', () => {
  const stack = newStack();
  expect(() => FlinkApplication.fromFlinkApplicationName(stack, 'Imported', ''))
    .toThrow(/^applicationName is "", but must be 1 to 128 .*: write the name of the application, .* \[at Stack\]$/);
});
