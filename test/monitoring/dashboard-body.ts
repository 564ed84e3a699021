import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { FlinkConnector, FlinkDashboard, FlinkRuntime } from '../../src';
import { applicationInVpc, ENV } from '../helpers';

/** A widget as CloudWatch reads it. */
export interface Widget {
  readonly type: 'metric' | 'text' | 'log' | 'alarm';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Record<string, unknown>;
}

/**
 * The widgets of the only dashboard of a stack, with the name of a parameter or resource where its value is not known.
 */
export function widgetsOf(stack: Stack): Widget[] {
  const [dashboard] = Object.values(
    Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'),
  ) as { Properties: { DashboardBody: unknown } }[];
  return (JSON.parse(text(dashboard.Properties.DashboardBody)) as { widgets: Widget[] }).widgets;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, 'Ref': ref } = value as {
    'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: string[]; 'Ref'?: string;
  };
  if (join !== undefined) return join[1].map(text).join(join[0]);
  return ref ?? String(attribute?.join('.'));
}

/** An application with sources and alarms, and its dashboard. */
export function exampleDashboard(runtime = FlinkRuntime.FLINK_1_20) {
  const { stack, application } = applicationInVpc(
    { applicationName: 'orders', runtime, checkpointInterval: Duration.minutes(1) }, {}, ENV,
  );
  application.addSource(
    FlinkConnector.kinesisStream(
      Stream.fromStreamArn(stack, 'Clicks', 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks'),
    ),
  );
  const alarms = application.addRecommendedAlarms();
  new FlinkDashboard(stack, 'Dashboard', { applications: [application], alarms: [alarms] });
  return { stack, application, alarms };
}
