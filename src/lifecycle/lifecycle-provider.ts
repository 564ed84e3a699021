import { join } from 'node:path';
import { Duration, Stack } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, determineLatestNodeRuntime, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acknowledgeProvider, acknowledgeWildcards } from './audit-reasons';
import { STACK_TAG } from './handler/request';
import { keyOperatorStatements } from './key-statements';

/** The tag of log groups whose messages the function may read, to name the reason of a failure. */
export const LOGS_TAG = 'cdk-managed-flink:logs';

const ID = 'ManagedFlinkLifecycle';
/** The same place seen from the sources and from what is compiled. */
const HANDLER = join(__dirname, '..', '..', 'lib', 'lifecycle', 'handler');

/**
 * The function that starts and stops the jobs of a stack, and the provider framework around it. Applications share it.
 */
export class LifecycleProvider extends Construct {
  /** The provider of a stack. It is found in the tree, so that two copies of the library share it. */
  public static of(scope: Construct): LifecycleProvider {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(ID) ?? new LifecycleProvider(stack)) as LifecycleProvider;
  }

  public readonly serviceToken: string;
  private readonly policy: PolicyDocument;
  private usesKeys = false;

  private constructor(stack: Stack) {
    super(stack, ID);
    const logGroup = new LogGroup(this, 'LogGroup', { retention: RetentionDays.ONE_MONTH });
    const permissions = statements(stack, logGroup.logGroupArn);
    this.policy = new PolicyDocument({ statements: permissions });
    const role = new Role(this, 'Role', {
      description: 'Starts and stops the Managed Service for Apache Flink applications of a stack',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      // with the role, so that nothing has to wait for a policy
      inlinePolicies: { Lifecycle: this.policy },
    });
    const handler = new LambdaFunction(this, 'Handler', {
      description: 'Starts and stops the Managed Service for Apache Flink applications of a stack',
      runtime: determineLatestNodeRuntime(this),
      handler: 'index.handler',
      code: Code.fromAsset(HANDLER, { exclude: ['*.d.ts'] }),
      timeout: Duration.minutes(5),
      memorySize: 256,
      role: role.withoutPolicyUpdates(),
      logGroup,
    });
    const provider = new Provider(this, 'Provider', {
      onEventHandler: handler,
      isCompleteHandler: handler,
      queryInterval: Duration.seconds(10),
      // longer than the longest timeout of an application: this one gives no reason
      totalTimeout: Duration.hours(1),
      logGroup,
    });
    this.serviceToken = provider.serviceToken;
    acknowledgeProvider(this, handler, provider);
    acknowledgeWildcards(this, permissions);
  }

  /**
   * Lets the function start and stop applications with customer managed keys, which the service uses in its name. The
   * conditions stand for the keys: only the service can use the permission, and only for an application of the account
   * and region.
   */
  public allowKeys(): void {
    if (this.usesKeys) return;
    this.usesKeys = true;
    const permissions = keyStatements(Stack.of(this));
    this.policy.addStatements(...permissions);
    acknowledgeWildcards(this, permissions);
  }
}

/**
 * The same however many applications, log groups and keys there are: an application's name would make it wait for
 * itself.
 */
function statements(stack: Stack, logGroupArn: string): PolicyStatement[] {
  const applications = [stack.formatArn({ service: 'kinesisanalytics', resource: 'application', resourceName: '*' })];
  const logGroups = [stack.formatArn({ service: 'logs', resource: 'log-group:*' })];
  return [
    allow('RunApplicationsOfThisStack', [
      'kinesisanalytics:StartApplication', 'kinesisanalytics:StopApplication',
      'kinesisanalytics:CreateApplicationPresignedUrl',
      // needed by whoever stops an application with enhanced snapshots
      'kinesisanalytics:CreateSystemSnapshot',
    ], applications, { [`aws:ResourceTag/${STACK_TAG}`]: stack.stackId }),
    allow('LookAtApplications', [
      'kinesisanalytics:DescribeApplication', 'kinesisanalytics:DescribeApplicationOperation',
      'kinesisanalytics:ListApplicationOperations',
      'kinesisanalytics:ListTagsForResource',
    ], applications),
    allow('ReadExceptions', ['logs:FilterLogEvents'], logGroups, { [`aws:ResourceTag/${LOGS_TAG}`]: 'true' }),
    allow(
      'LookAtThisStack', ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackResource'], [stack.stackId],
    ),
    // supports no resource-level permissions
    allow('LookAtNetworkInterfaces', ['ec2:DescribeNetworkInterfaces'], ['*']),
    allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroupArn]),
  ];
}

function allow(sid: string, actions: string[], resources: string[], equals?: Record<string, string>): PolicyStatement {
  return new PolicyStatement({
    sid, effect: Effect.ALLOW, actions, resources, conditions: equals && { StringEquals: equals },
  });
}

/** What the operator of an application with a key needs; the keys may be those of another account. */
function keyStatements(stack: Stack): PolicyStatement[] {
  return keyOperatorStatements(stack, {
    keyArns: [stack.formatArn({ service: 'kms', account: '*', resource: 'key', resourceName: '*' })],
    applicationArn: stack.formatArn({ service: 'kinesisanalytics', resource: 'application', resourceName: '*' }),
    isPattern: true,
  });
}
