import {
  CfnApplication as CfnApplicationV2, CfnApplicationProps as CfnApplicationV2Props,
} from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { vpcConfigurations } from './application-configuration';
import { CustomArtifactConfig } from './custom-artifact';
import { FlinkStudioNotebookProps } from './flink-studio-notebook-props';
import { Scale } from '../core/address-shortage';
import { JobNetwork } from '../network/job-network';

/** The runtime of Studio notebooks. Its Flink is 1.15. */
const RUNTIME = 'ZEPPELIN-FLINK-3_0';
const CUSTOM = 'CUSTOM';

/** The parts of a notebook that the construct makes. */
export interface NotebookParts {
  /** The name, or a token where CloudFormation generates one. */
  readonly name: string;
  readonly roleArn: string;
  readonly databaseArn: string;
  readonly artifacts: CustomArtifactConfig[];
  readonly network: Pick<JobNetwork, 'subnets' | 'securityGroups'>;
}

/** The scale of a notebook, for its addresses in the subnets. */
export function notebookScale({ parallelism = 1, parallelismPerKpu = 1 }: FlinkStudioNotebookProps): Scale {
  return { parallelism, parallelismPerKpu, autoScalingEnabled: false };
}

/** The properties of the L1. A property without a value or a default is left out. */
export function notebookProperties(props: FlinkStudioNotebookProps, parts: NotebookParts): CfnApplicationV2Props {
  return {
    applicationName: parts.name,
    applicationDescription: props.description,
    applicationMode: 'INTERACTIVE',
    runtimeEnvironment: RUNTIME,
    serviceExecutionRole: parts.roleArn,
    applicationConfiguration: {
      flinkApplicationConfiguration: flinkConfiguration(props),
      zeppelinApplicationConfiguration: zeppelinConfiguration(props, parts),
      vpcConfigurations: vpcConfigurations(props.vpcConfiguration, parts.network),
    },
  };
}

function flinkConfiguration(
  { parallelism, parallelismPerKpu }: FlinkStudioNotebookProps,
): CfnApplicationV2.FlinkApplicationConfigurationProperty | undefined {
  if (parallelism === undefined && parallelismPerKpu === undefined) return undefined;
  return { parallelismConfiguration: { configurationType: CUSTOM, parallelism, parallelismPerKpu } };
}

function zeppelinConfiguration(
  { logLevel, deployAsApplicationBucket, deployAsApplicationBasePath }: FlinkStudioNotebookProps,
  { databaseArn, artifacts }: NotebookParts,
): CfnApplicationV2.ZeppelinApplicationConfigurationProperty {
  return {
    monitoringConfiguration: logLevel && { logLevel },
    catalogConfiguration: { glueDataCatalogConfiguration: { databaseArn } },
    customArtifactsConfiguration: artifacts.map(artifactConfiguration),
    deployAsApplicationConfiguration: deployAsApplicationBucket && {
      s3ContentLocation: { bucketArn: deployAsApplicationBucket.bucketArn, basePath: deployAsApplicationBasePath },
    },
  };
}

function artifactConfiguration(
  { artifactType, maven, jar }: CustomArtifactConfig,
): CfnApplicationV2.CustomArtifactConfigurationProperty {
  return {
    artifactType,
    mavenReference: maven,
    s3ContentLocation: jar && {
      bucketArn: jar.bucket.bucketArn, fileKey: jar.objectKey, objectVersion: jar.objectVersion,
    },
  };
}
