import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnApplicationCloudWatchLoggingOption } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { ILogGroup, ILogStream, LogGroup, LogStream, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environmentArn } from '../core/environment-arn';

export interface LogDeliveryProps {
  readonly logGroup?: ILogGroup;
  readonly logStreamName?: string;
  readonly logRetention?: RetentionDays;
  readonly removalPolicy?: RemovalPolicy;
}

/** The log group and log stream of an application. Both exist before the application refers to them. */
export class LogDelivery {
  public readonly logGroup: ILogGroup;
  public readonly logStream: ILogStream;
  private readonly logStreamArn: string;

  constructor(private readonly scope: Construct, props: LogDeliveryProps) {
    this.logGroup = props.logGroup ?? new LogGroup(scope, 'LogGroup', {
      retention: props.logRetention ?? RetentionDays.ONE_MONTH,
      removalPolicy: props.removalPolicy,
    });
    this.logStream = new LogStream(scope, 'LogStream', {
      logGroup: this.logGroup, logStreamName: props.logStreamName, removalPolicy: props.removalPolicy,
    });
    this.logStreamArn = environmentArn(Stack.of(scope), 'logs',
      `log-group:${this.logGroup.logGroupName}:log-stream:${this.logStream.logStreamName}`);
  }

  /** The permissions that the execution role needs. */
  public statements(): PolicyStatement[] {
    return [
      new PolicyStatement({ sid: 'WriteLogs', actions: ['logs:PutLogEvents'], resources: [this.logStreamArn] }),
      new PolicyStatement({
        sid: 'FindLogStream', actions: ['logs:DescribeLogStreams'], resources: [this.logGroup.logGroupArn],
      }),
      // this action has no resource type
      new PolicyStatement({ sid: 'FindLogGroup', actions: ['logs:DescribeLogGroups'], resources: ['*'] }),
    ];
  }

  /** Connects the application to the stream. Anything that starts the application depends on the result. */
  public connect(applicationName: string): CfnApplicationCloudWatchLoggingOption {
    return new CfnApplicationCloudWatchLoggingOption(this.scope, 'LoggingOption', {
      applicationName,
      cloudWatchLoggingOption: { logStreamArn: this.logStreamArn },
    });
  }
}
