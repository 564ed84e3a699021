import { join } from 'node:path';
import { ExpectedResult, IApiCall, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  DISABLE_CREATION_STACK_TRACES, DISABLE_LOGICAL_ID_METADATA, ENABLE_ADDITIONAL_METADATA_COLLECTION,
} from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import {
  ApplicationCode, ApplicationLifecycle, FlinkApplication, FlinkRuntime, OnDelete, VpcConfiguration,
} from '../../src';

/** An app whose snapshot holds the templates and nothing of the machine that it was made on. */
export function newApp(): App {
  const context = {
    [DISABLE_CREATION_STACK_TRACES]: true,
    [DISABLE_LOGICAL_ID_METADATA]: true,
    [ENABLE_ADDITIONAL_METADATA_COLLECTION]: false,
  };
  return new App({ postCliContext: context, treeMetadata: false });
}

/** An application with a job that needs nothing, at the least cost, of which nothing stays behind. */
export function newJob(scope: Construct, id: string, vpcConfiguration: VpcConfiguration): FlinkApplication {
  return new FlinkApplication(scope, id, {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromPythonAsset(join(__dirname, 'job'), { entryPoint: 'main.py' }),
    vpcConfiguration,
    autoScalingEnabled: false,
    // by force: the state of such a job is worth nothing, and it may hang
    lifecycle: ApplicationLifecycle.startOnDeploy({ onDelete: OnDelete.forceStop() }),
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

/** A VPC without a way to the internet: what the job reaches, it reaches through endpoints. */
export function closedVpc(scope: Construct): Vpc {
  return new Vpc(scope, 'Vpc', {
    maxAzs: 2,
    subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
    // the function that empties the default group would leave its log group behind
    restrictDefaultSecurityGroup: false,
  });
}

/**
 * The deployment ends with the jobs running: looks whether that is so, and whether all of them have written messages.
 */
export function expectToRun(app: App, name: string, jobs: FlinkApplication[]): void {
  const integ = new IntegTest(app, name, { testCases: app.node.children.filter(Stack.isStack), diffAssets: true });
  const wait = { totalTimeout: Duration.minutes(20), interval: Duration.seconds(30) };
  // the handler of the assertions never finds a text that `ExpectedResult.exact()` asks for
  const isRunning = (job: FlinkApplication) =>
    integ.assertions.awsApiCall('KinesisAnalyticsV2', 'describeApplication', { ApplicationName: job.applicationName })
      .assertAtPath('ApplicationDetail.ApplicationStatus', ExpectedResult.stringLikeRegexp('^RUNNING$'));
  const hasWritten = (job: FlinkApplication) =>
    integ.assertions.awsApiCall('CloudWatchLogs', 'filterLogEvents', {
      logGroupName: job.logGroup.logGroupName, limit: 1,
    })
      .assertAtPath('events.0.logStreamName', ExpectedResult.stringLikeRegexp('.')).waitForAssertions(wait);

  const steps: IApiCall[] = [...jobs.map(isRunning), ...jobs.map(hasWritten)];
  steps.reduce((previous, next) => previous.next(next));
}
