import { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { ApplicationCodeConfig } from './application-code';
import { FlinkApplicationProps } from './flink-application-props';
import { Scale } from '../vpc/address-capacity';

const CUSTOM = 'CUSTOM';
/** What the service itself uses where nothing is given. */
export const DEFAULT_CHECKPOINT_INTERVAL_MS = 60_000;
const DEFAULT_MIN_PAUSE_MS = 5_000;

type ApplicationConfiguration = CfnApplicationV2.ApplicationConfigurationProperty;
type FlinkConfiguration = CfnApplicationV2.FlinkApplicationConfigurationProperty;

/** The scale of an application, with the service's defaults. */
export function scaleOf(props: FlinkApplicationProps): Scale {
  return {
    parallelism: props.parallelism ?? 1,
    parallelismPerKpu: props.parallelismPerKpu ?? 1,
    autoScalingEnabled: props.autoScalingEnabled ?? true,
  };
}

/** The configuration of the L1, apart from the property groups: what was not given and has no default of ours is left out. */
export function applicationConfiguration(
  props: FlinkApplicationProps,
  code: ApplicationCodeConfig,
  network: { subnets: ISubnet[]; securityGroups: ISecurityGroup[] },
): ApplicationConfiguration {
  return {
    applicationCodeConfiguration: {
      // the service takes a jar file for a zip file, which it is
      codeContentType: 'ZIPFILE',
      codeContent: {
        s3ContentLocation: { bucketArn: code.bucket.bucketArn, fileKey: code.objectKey, objectVersion: code.objectVersion },
      },
    },
    flinkApplicationConfiguration: flinkConfiguration(props),
    applicationSnapshotConfiguration: { snapshotsEnabled: props.snapshotsEnabled ?? true },
    applicationSystemRollbackConfiguration: props.systemRollbackEnabled === undefined
      ? undefined
      : { rollbackEnabled: props.systemRollbackEnabled },
    vpcConfigurations: [{
      subnetIds: network.subnets.map(subnet => subnet.subnetId),
      securityGroupIds: network.securityGroups.map(group => group.securityGroupId),
    }],
  };
}

function flinkConfiguration(props: FlinkApplicationProps): FlinkConfiguration {
  const { parallelism, parallelismPerKpu, autoScalingEnabled, logLevel, metricsLevel } = props;
  return {
    checkpointConfiguration: checkpointConfiguration(props),
    // written out whole as soon as one value is given: what CUSTOM means for the values left out is not documented
    parallelismConfiguration: anyGiven(parallelism, parallelismPerKpu, autoScalingEnabled)
      ? { configurationType: CUSTOM, ...scaleOf(props) }
      : undefined,
    monitoringConfiguration: anyGiven(logLevel, metricsLevel) ? { configurationType: CUSTOM, logLevel, metricsLevel } : undefined,
  };
}

/** Always written out, so that an audit of the template sees that checkpoints are taken. */
function checkpointConfiguration(props: FlinkApplicationProps): CfnApplicationV2.CheckpointConfigurationProperty {
  if (props.checkpointingEnabled === false) return { configurationType: CUSTOM, checkpointingEnabled: false };
  return {
    configurationType: CUSTOM,
    checkpointingEnabled: true,
    checkpointInterval: props.checkpointInterval?.toMilliseconds() ?? DEFAULT_CHECKPOINT_INTERVAL_MS,
    minPauseBetweenCheckpoints: props.minPauseBetweenCheckpoints?.toMilliseconds() ?? DEFAULT_MIN_PAUSE_MS,
  };
}

function anyGiven(...values: unknown[]): boolean {
  return values.some(value => value !== undefined);
}
