import { IResolvable } from 'aws-cdk-lib';
import {
  CfnApplication as CfnApplicationV2, CfnApplicationProps as CfnApplicationV2Props,
} from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { ApplicationCodeConfig } from './application-code';
import { FlinkApplicationProps } from './flink-application-props';
import { snapshotConfiguration } from './snapshot-configuration';
import { Scale } from '../core/address-shortage';
import { targetKey } from '../core/key-permission';
import { JobNetwork } from '../network/job-network';
import { VpcConfiguration } from '../network/vpc-configuration';

const CUSTOM = 'CUSTOM';
/** The default of the service. */
export const DEFAULT_CHECKPOINT_INTERVAL_MS = 60_000;
const DEFAULT_MIN_PAUSE_MS = 5_000;

type FlinkConfiguration = CfnApplicationV2.FlinkApplicationConfigurationProperty;

/** The subnets and groups of the network interfaces. */
type ConnectedTo = Pick<JobNetwork, 'subnets' | 'securityGroups'>;

/** The parts of an application that the construct makes. */
export interface ApplicationParts {
  /** The name, or a token where CloudFormation generates one. */
  readonly name: string;
  readonly roleArn: string;
  readonly code: ApplicationCodeConfig;
  readonly propertyGroups: IResolvable;
  readonly network: ConnectedTo;
}

/** The scale of an application, with the defaults of the service. */
export function scaleOf(props: FlinkApplicationProps): Scale {
  return {
    parallelism: props.parallelism ?? 1,
    parallelismPerKpu: props.parallelismPerKpu ?? 1,
    autoScalingEnabled: props.autoScalingEnabled ?? true,
  };
}

/** The properties of the L1. A property that is not given and has no default of this library is left out. */
export function applicationProperties(props: FlinkApplicationProps, parts: ApplicationParts): CfnApplicationV2Props {
  return {
    applicationName: parts.name,
    applicationDescription: props.description,
    runtimeEnvironment: props.runtime.name,
    serviceExecutionRole: parts.roleArn,
    applicationConfiguration: {
      applicationCodeConfiguration: codeConfiguration(parts.code),
      flinkApplicationConfiguration: flinkConfiguration(props),
      applicationSnapshotConfiguration: snapshotConfiguration(props),
      applicationSystemRollbackConfiguration: rollbackConfiguration(props),
      applicationEncryptionConfiguration: props.encryptionKey && {
        // the ARN of an alias is a text, and an application that names it would not wait for it
        keyType: 'CUSTOMER_MANAGED_KEY', keyId: (targetKey(props.encryptionKey) ?? props.encryptionKey).keyArn,
      },
      vpcConfigurations: vpcConfigurations(props.vpcConfiguration, parts.network),
      environmentProperties: parts.propertyGroups,
    },
    runConfiguration: props.lifecycle?._runConfiguration(),
    applicationMaintenanceConfiguration: props.maintenanceWindowStartTime === undefined
      ? undefined
      : { applicationMaintenanceWindowStartTime: props.maintenanceWindowStartTime },
  };
}

/** The connection to a VPC; nothing without one. */
export function vpcConfigurations(
  configuration: VpcConfiguration | undefined, { subnets, securityGroups }: ConnectedTo,
): CfnApplicationV2.VpcConfigurationProperty[] | undefined {
  if (configuration === undefined) return undefined;
  return [{
    subnetIds: subnets.map(({ subnetId }) => subnetId),
    securityGroupIds: securityGroups.map(({ securityGroupId }) => securityGroupId),
  }];
}

function rollbackConfiguration({ lifecycle, systemRollbackEnabled: given }: FlinkApplicationProps) {
  const rollbackEnabled = lifecycle === undefined ? given : lifecycle._systemRollbackEnabled(given);
  return rollbackEnabled === undefined ? undefined : { rollbackEnabled };
}

function codeConfiguration(
  { bucket, objectKey, objectVersion }: ApplicationCodeConfig,
): CfnApplicationV2.ApplicationCodeConfigurationProperty {
  return {
    // the service takes a JAR file as a ZIP file
    codeContentType: 'ZIPFILE',
    codeContent: { s3ContentLocation: { bucketArn: bucket.bucketArn, fileKey: objectKey, objectVersion } },
  };
}

function flinkConfiguration(props: FlinkApplicationProps): FlinkConfiguration {
  return {
    checkpointConfiguration: checkpointConfiguration(props),
    // always written whole, so that an override of one value stays valid
    parallelismConfiguration: { configurationType: CUSTOM, ...scaleOf(props) },
    monitoringConfiguration: monitoringConfiguration(props),
  };
}

/** Always written, so that an audit of the template sees that checkpoints are enabled. */
function checkpointConfiguration(props: FlinkApplicationProps): CfnApplicationV2.CheckpointConfigurationProperty {
  if (props.checkpointingEnabled === false) return { configurationType: CUSTOM, checkpointingEnabled: false };
  return {
    configurationType: CUSTOM,
    // a condition of CloudFormation stays what it is
    checkpointingEnabled: props.checkpointingEnabled ?? true,
    checkpointInterval: props.checkpointInterval?.toMilliseconds() ?? DEFAULT_CHECKPOINT_INTERVAL_MS,
    minPauseBetweenCheckpoints: props.minPauseBetweenCheckpoints?.toMilliseconds() ?? DEFAULT_MIN_PAUSE_MS,
  };
}

function monitoringConfiguration(
  { logLevel, metricsLevel }: FlinkApplicationProps,
): FlinkConfiguration['monitoringConfiguration'] {
  const isGiven = logLevel !== undefined || metricsLevel !== undefined;
  return isGiven ? { configurationType: CUSTOM, logLevel, metricsLevel } : undefined;
}
