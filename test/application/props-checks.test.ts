import { App, CfnParameter, Duration, Environment, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { FlinkApplicationProps, VpcConfiguration, VpcEndpoints } from '../../src/index';
import {
  ENV, expectRefusal, importedVpc, isolatedVpc, newApplication, newStack, propertiesOf, SomeProps, templateOf, warnings,
  warningTopics,
} from '../helpers';

const stack = newStack();
const check = (props: Partial<FlinkApplicationProps>) => () => {
  const own = newStack();
  newApplication(own, { ...props, vpcConfiguration: { vpc: importedVpc(own), endpoints: VpcEndpoints.none() } });
};

const name = '1 to 128 of the characters a-z A-Z 0-9 _ . -: write for example `orders-job`, or leave it out';
const window = 'a time of day in UTC, HH:MM, from 00:00 to 23:59: write for example `03:00`';
const long = (letter: string, length: number) => `"${letter.repeat(59)}... (${length + 2} characters)`;

describe('text', () => {
  test.each<[keyof FlinkApplicationProps, string]>([
    ['applicationName', 'a'],
    ['applicationName', 'a'.repeat(128)],
    ['applicationName', 'Az09_.-'],
    ['description', ''],
    ['description', 'd'.repeat(1024)],
    ['description', 'any ünïcode\nand lines'],
    ['maintenanceWindowStartTime', '00:00'],
    ['maintenanceWindowStartTime', '09:59'],
    ['maintenanceWindowStartTime', '19:00'],
    ['maintenanceWindowStartTime', '23:59'],
  ])('%s may be "%s"', (property, value) => {
    expect(check({ [property]: value })).not.toThrow();
  });

  test.each<[keyof FlinkApplicationProps, string, string, string]>([
    ['applicationName', '', '""', name],
    ['applicationName', 'a'.repeat(129), long('a', 129), name],
    ['applicationName', 'my job', '"my job"', name],
    ['applicationName', 'job\n', '"job\\n"', name],
    ['applicationName', 'jöb', '"jöb"', name],
    ['applicationName', 'a/b', '"a/b"', name],
    ['description', 'd'.repeat(1025), long('d', 1025), 'at most 1024 characters: write a shorter text'],
    ['maintenanceWindowStartTime', '24:00', '"24:00"', window],
    ['maintenanceWindowStartTime', '12:60', '"12:60"', window],
    ['maintenanceWindowStartTime', '3:00', '"3:00"', window],
    ['maintenanceWindowStartTime', '03:00:00', '"03:00:00"', window],
    ['maintenanceWindowStartTime', '', '""', window],
    ['maintenanceWindowStartTime', '03:00\n', '"03:00\\n"', window],
  ])('%s must not be "%s"', (property, value, got, rest) => {
    expect(check({ [property]: value })).toThrow(new Error(`${property} is ${got}, but must be ${rest} [at `
      + 'Stack/Job]'));
  });
});

describe('numbers', () => {
  test.each<[keyof FlinkApplicationProps, number]>([
    ['parallelism', 1], ['parallelism', 256], ['parallelism', 100_000],
    ['parallelismPerKpu', 1], ['parallelismPerKpu', 8],
  ])('%s may be %p', (property, value) => {
    expect(check({ [property]: value })).not.toThrow();
  });

  const least = 'a whole number of at least 1: write for example `parallelism: 1`';
  const range = 'a whole number from 1 to 8: write for example `parallelismPerKpu: 1`';
  test.each<[keyof FlinkApplicationProps, number, string]>([
    ['parallelism', 0, least], ['parallelism', -1, least], ['parallelism', 1.5, least], ['parallelism', 2 ** 53, least],
    ['parallelismPerKpu', 0, range], ['parallelismPerKpu', 9, range], ['parallelismPerKpu', 2.5, range],
  ])('%s must not be %p', (property, value, allowed) => {
    expect(check({ [property]: value })).toThrow(new Error(`${property} is ${value}, but must be ${allowed} [at `
      + 'Stack/Job]'));
  });

  test('what is not a number is named as it is', () => {
    expect(check({ parallelism: NaN })).toThrow(new Error(`parallelism is NaN, but must be ${least} [at Stack/Job]`));
    expect(check({ parallelism: Infinity })).toThrow(`but must be ${least} [at Stack/Job]`);
  });
});

describe('durations', () => {
  test.each<[keyof FlinkApplicationProps, Duration]>([
    ['checkpointInterval', Duration.millis(1)], ['checkpointInterval', Duration.days(1)],
    ['minPauseBetweenCheckpoints', Duration.millis(0)], ['minPauseBetweenCheckpoints', Duration.seconds(5)],
  ])('%s may be %s', (property, value) => {
    expect(check({ [property]: value })).not.toThrow();
  });

  test.each<[keyof FlinkApplicationProps, Duration, string, string]>([
    ['checkpointInterval', Duration.millis(0), '0 ms', 'a duration of at least 1 ms, in whole milliseconds: write for '
      + 'example `checkpointInterval: Duration.minutes(1)`'],
    ['checkpointInterval', Duration.millis(1.5), '1.5 ms', 'a duration of at least 1 ms, in whole milliseconds: write '
      + 'for example `checkpointInterval: Duration.minutes(1)`'],
    ['minPauseBetweenCheckpoints', Duration.millis(0.5), '0.5 ms',
      'a duration of at least 0 ms, in whole milliseconds: write for example `minPauseBetweenCheckpoints: '
      + 'Duration.seconds(5)`'],
  ])('%s must not be %s', (property, value, got, rest) => {
    expect(check({ [property]: value })).toThrow(new Error(`${property} is "${got}", but must be ${rest} [at `
      + 'Stack/Job]'));
  });
});

test('a duration of a token in another unit is refused with the way to write it', () => {
  const seconds = Duration.seconds(new CfnParameter(newStack(), 'Seconds', { type: 'Number' }).valueAsNumber);
  expect(check({ checkpointInterval: seconds })).toThrow(new Error('checkpointInterval is "a token in another unit", '
    + 'but must be in milliseconds where the value is a token: write `checkpointInterval: Duration.millis(token)` '
    + '[at Stack/Job]'));
});

test.each([
  ['runtime', 'runtime: FlinkRuntime.FLINK_1_20'],
  ['code', 'code: ApplicationCode.fromAsset(\'target/job.jar\')'],
])('what is required and missing is named: %s', (property, example) => {
  const own = newStack();
  const props = { vpcConfiguration: { vpc: importedVpc(own) }, [property]: undefined } as unknown as SomeProps;
  expectRefusal(own, props, `${property} is missing: write for example \`${example}\` [at Stack/Job]`);
});

test('a VPC configuration without a VPC is refused', () => {
  expectRefusal(newStack(), { vpcConfiguration: {} as unknown as VpcConfiguration }, 'vpcConfiguration.vpc is missing: '
    + 'write the VPC to connect to, or leave out vpcConfiguration [at Stack/Job]');
});

test.each([
  ['us-east-1:111111111111', 'region us-east-1', 'region, eu-west-1'],
  ['eu-west-1:222222222222', 'account 222222222222', 'account, 111111111111'],
])('a log group of another environment is refused: %s', (where, got, allowed) => {
  const other = newStack(ENV);
  const logGroup = LogGroup.fromLogGroupArn(other, 'Foreign', `arn:aws:logs:${where}:log-group:logs`);
  expectRefusal(other, { logGroup, vpcConfiguration: { vpc: isolatedVpc(other) } }, 'logGroup is "Stack/Foreign of '
    + `${got}", but must be a log group of the application's ${allowed}: write a group of the same account and region, `
    + 'or leave it out to have one created [at Stack/Job]');
});

describe('contradictions', () => {
  const logGroup = LogGroup.fromLogGroupName(stack, 'Group', 'logs');

  test.each<[Partial<FlinkApplicationProps>, string]>([
    [{ logGroup, logRetention: RetentionDays.ONE_DAY },
      'logRetention is given, but it only applies to the group that is created, and logGroup is given: leave out one '
      + 'of them, and set the retention on your own group'],
    [{ removalPolicy: RemovalPolicy.SNAPSHOT },
      'removalPolicy is "snapshot", but must be DESTROY, RETAIN or RETAIN_ON_UPDATE_OR_DELETE, since CloudFormation '
      + 'takes no snapshot of a Flink application: write `RemovalPolicy.RETAIN`, and take a snapshot of the state '
      + 'with `snapshotsEnabled`'],
  ])('are refused: %#', (props, message) => {
    expect(check(props)).toThrow(new Error(`${message} [at Stack/Job]`));
  });

  test.each<[Partial<FlinkApplicationProps>]>([
    [
      {
        checkpointingEnabled: true,
        checkpointInterval: Duration.minutes(1),
        minPauseBetweenCheckpoints: Duration.seconds(1),
      },
    ],
    [{ checkpointingEnabled: false }],
    [{ logGroup }],
    [{ logRetention: RetentionDays.ONE_DAY }],
    [{ removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE }],
  ])('are not seen where there are none: %#', props => {
    expect(check(props)).not.toThrow();
  });
});

test.each<[Partial<FlinkApplicationProps>, string]>([
  [{ checkpointInterval: Duration.minutes(1) }, 'checkpointInterval has'],
  [{ minPauseBetweenCheckpoints: Duration.seconds(1) }, 'minPauseBetweenCheckpoints has'],
  [{ checkpointInterval: Duration.minutes(1), minPauseBetweenCheckpoints: Duration.seconds(1) }, 'checkpointInterval '
    + 'and minPauseBetweenCheckpoints has'],
])('what has no effect without checkpoints is warned of: %#', (props, text) => {
  const own = newStack();
  newApplication(own, {
    checkpointingEnabled: false, ...props, vpcConfiguration: { vpc: importedVpc(own), endpoints: VpcEndpoints.none() },
  });
  expect(warningTopics(own)).toEqual(['checkpointing-disabled']);
  expect(warnings(own)[0]).toContain(`${text} no effect, since checkpointingEnabled is false: leave it out, or switch `
    + 'checkpoints on');
});

describe('the name of an application', () => {
  const named = (scope: Stack, id: string, applicationName = 'orders') =>
    newApplication(
      scope,
      { applicationName, vpcConfiguration: { vpc: importedVpc(scope, `Vpc${id}`), endpoints: VpcEndpoints.none() } },
      id,
    );

  test.each<[string, Environment | undefined, Environment | undefined, boolean]>([
    ['another account', ENV, { ...ENV, account: '222222222222' }, true],
    ['another region', ENV, { ...ENV, region: 'us-east-1' }, true],
    ['the same environment', ENV, ENV, false],
    ['an environment that is not known', undefined, undefined, true],
  ])('may be used again in %s: %#', (_, one, other, may) => {
    const app = new App();
    named(new Stack(app, 'A', { env: one }), 'One');
    const second = () => named(new Stack(app, 'B', { env: other }), 'Two');
    if (may) {
      expect(second).not.toThrow();
    } else {
      expect(second).toThrow(new Error('applicationName is "orders", but must be a name that no other application of '
        + 'the account and region has, and A/One/Resource has it: write another name, or leave it out [at B/Two]'));
    }
  });

  test('may not be used twice in one stack, and others may', () => {
    const own = newStack();
    named(own, 'One');
    expect(() => named(own, 'Two')).toThrow('Stack/One/Resource has it');
    expect(() => named(own, 'Three', 'clicks')).not.toThrow();
  });
});

test('the log stream can have a name', () => {
  const own = newStack();
  const application = newApplication(own, {
    logStreamName: 'orders', vpcConfiguration: { vpc: importedVpc(own), endpoints: VpcEndpoints.none() },
  });
  const template = templateOf(own);
  expect(propertiesOf(template, 'AWS::Logs::LogStream')[0].LogStreamName).toBe('orders');
  expect(application.logStream).toBe(application.node.findChild('LogStream'));
  expect(application.loggingOption).toBe(application.node.findChild('LoggingOption'));
  expect(check({ logStreamName: 'a:b' })).toThrow(new Error('logStreamName is "a:b", but must be 1 to 512 characters '
    + 'without `:` and `*`: write for example `orders`, or leave it out [at Stack/Job]'));
});
