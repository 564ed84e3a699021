import { Value } from './template/resolver';
import { TemplateModel } from './template/template-model';
import { isObject } from '../core/intrinsics';
import {
  allowedCount, allowedNumbers, CountLimit, fitsText, NumberLimit, SERVICE_LIMITS, TextLimit,
} from '../core/service-limits';

/** What is wrong with a value, as what is allowed instead; undefined if nothing is, or if that is not known. */
type Check = (model: TemplateModel, value: Value) => string | undefined;

/** A limit of one property. The path is that of the template; `*` stands for every entry of a list. */
export interface PropertyLimit {
  readonly path: string;
  readonly check: Check;
}

/**
 * What CloudFormation or the service refuses of `AWS::KinesisAnalyticsV2::Application`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesisanalyticsv2-application.html
 */
export const PROPERTY_LIMITS: readonly PropertyLimit[] = [
  limit('RuntimeEnvironment', required(), text(SERVICE_LIMITS.runtime)),
  limit('ServiceExecutionRole', required()),
  limit('ApplicationName', text(SERVICE_LIMITS.applicationName)),
  limit('ApplicationDescription', text(SERVICE_LIMITS.description)),
  limit('ApplicationMode', oneOf('INTERACTIVE', 'STREAMING')),
  limit('ApplicationMaintenanceConfiguration.ApplicationMaintenanceWindowStartTime',
    text(SERVICE_LIMITS.maintenanceWindowStartTime)),
  limit('Tags', count(SERVICE_LIMITS.tags)),
  ...within('ApplicationConfiguration.ApplicationCodeConfiguration', [
    limit('CodeContentType', oneOf('PLAINTEXT', 'ZIPFILE')),
    limit('CodeContent.S3ContentLocation.FileKey', text(SERVICE_LIMITS.codeKey)),
    limit('CodeContent.S3ContentLocation.ObjectVersion', text(SERVICE_LIMITS.codeObjectVersion)),
  ]),
  ...within('ApplicationConfiguration.FlinkApplicationConfiguration', [
    ...['CheckpointConfiguration', 'MonitoringConfiguration', 'ParallelismConfiguration']
      .map(name => limit(name, withConfigurationType())),
    limit('CheckpointConfiguration.ConfigurationType', oneOf('DEFAULT', 'CUSTOM')),
    limit('CheckpointConfiguration.CheckpointInterval', wholeNumber(SERVICE_LIMITS.checkpointIntervalMillis)),
    limit('CheckpointConfiguration.MinPauseBetweenCheckpoints',
      wholeNumber(SERVICE_LIMITS.minPauseBetweenCheckpointsMillis)),
    limit('MonitoringConfiguration.ConfigurationType', oneOf('DEFAULT', 'CUSTOM')),
    limit('MonitoringConfiguration.MetricsLevel', oneOf('APPLICATION', 'TASK', 'OPERATOR', 'PARALLELISM')),
    limit('MonitoringConfiguration.LogLevel', oneOf('DEBUG', 'INFO', 'WARN', 'ERROR')),
    limit('ParallelismConfiguration.ConfigurationType', oneOf('DEFAULT', 'CUSTOM')),
    limit('ParallelismConfiguration.Parallelism', wholeNumber(SERVICE_LIMITS.parallelism)),
    limit('ParallelismConfiguration.ParallelismPerKPU', wholeNumber(SERVICE_LIMITS.parallelismPerKpu)),
  ]),
  ...within('ApplicationConfiguration.ZeppelinApplicationConfiguration', [
    limit('MonitoringConfiguration.LogLevel', oneOf('DEBUG', 'INFO', 'WARN', 'ERROR')),
    limit('CatalogConfiguration.GlueDataCatalogConfiguration.DatabaseARN', text(SERVICE_LIMITS.databaseArn)),
    limit('DeployAsApplicationConfiguration.S3ContentLocation.BasePath', text(SERVICE_LIMITS.basePath)),
    limit('CustomArtifactsConfiguration', count(SERVICE_LIMITS.customArtifacts)),
    limit('CustomArtifactsConfiguration.*', withPart('ArtifactType', 'UDF', 'S3ContentLocation')),
    limit('CustomArtifactsConfiguration.*.ArtifactType', oneOf('UDF', 'DEPENDENCY_JAR')),
    ...['GroupId', 'ArtifactId', 'Version'].map(part =>
      limit(`CustomArtifactsConfiguration.*.MavenReference.${part}`, text(SERVICE_LIMITS.mavenPart))),
    limit('CustomArtifactsConfiguration.*.S3ContentLocation.FileKey', text(SERVICE_LIMITS.codeKey)),
    limit('CustomArtifactsConfiguration.*.S3ContentLocation.ObjectVersion', text(SERVICE_LIMITS.codeObjectVersion)),
  ]),
  limit('ApplicationConfiguration.EnvironmentProperties.PropertyGroups', count(SERVICE_LIMITS.propertyGroups)),
  ...within('ApplicationConfiguration.EnvironmentProperties.PropertyGroups.*', [
    limit('PropertyGroupId', text(SERVICE_LIMITS.propertyGroupId)),
    limit('PropertyMap', count(SERVICE_LIMITS.propertyGroupEntries), texts(SERVICE_LIMITS.propertyText)),
  ]),
  limit(
    'ApplicationConfiguration.ApplicationEncryptionConfiguration', withPart('KeyType', 'CUSTOMER_MANAGED_KEY', 'KeyId'),
  ),
  limit(
    'ApplicationConfiguration.ApplicationEncryptionConfiguration.KeyType',
    oneOf('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KEY'),
  ),
  limit(
    'RunConfiguration.ApplicationRestoreConfiguration',
    withPart('ApplicationRestoreType', 'RESTORE_FROM_CUSTOM_SNAPSHOT', 'SnapshotName'),
  ),
  limit('RunConfiguration.ApplicationRestoreConfiguration.ApplicationRestoreType',
    oneOf('SKIP_RESTORE_FROM_SNAPSHOT', 'RESTORE_FROM_LATEST_SNAPSHOT', 'RESTORE_FROM_CUSTOM_SNAPSHOT')),
  limit('RunConfiguration.ApplicationRestoreConfiguration.SnapshotName', text(SERVICE_LIMITS.snapshotName)),
];

function limit(path: string, ...checks: Check[]): PropertyLimit {
  return {
    path, check: (model, value) => checks.map(check => check(model, value)).find(allowed => allowed !== undefined),
  };
}

function within(path: string, limits: PropertyLimit[]): PropertyLimit[] {
  return limits.map(inner => ({ ...inner, path: `${path}.${inner.path}` }));
}

function required(): Check {
  return (model, value) => value === undefined && !model.hasMacros ? 'given' : undefined;
}

function text(allowed: TextLimit): Check {
  return (model, value) => {
    const known = knownText(model, value);
    return known === undefined || fitsText(known, allowed) ? undefined : allowed.allowed;
  };
}

function oneOf(...values: string[]): Check {
  return (model, value) => {
    const known = knownText(model, value);
    return known === undefined || values.includes(known) ? undefined : `one of ${values.join(', ')}`;
  };
}

/** CloudFormation takes a text for a number. */
function wholeNumber(allowed: NumberLimit): Check {
  const { min, max = Number.MAX_SAFE_INTEGER } = allowed;
  return (model, value) => {
    const known = knownText(model, value);
    const fits = known === undefined || (/^-?\d+$/.test(known) && Number(known) >= min && Number(known) <= max);
    return fits ? undefined : allowedNumbers(allowed);
  };
}

/** The entries of a list or an object. What may be left out when the stack is deployed is not counted. */
function count(allowed: CountLimit): Check {
  return (model, value) => {
    if (!Array.isArray(value) && !isObject(value)) return undefined;
    const entries: unknown[] = Object.values(value);
    const definite = entries.filter(entry => !model.isUnresolved(entry)).length;
    const fits = definite <= allowed.max && entries.length >= allowed.min;
    return fits ? undefined : `a list of ${allowedCount(allowed)}`;
  };
}

/** The keys and values of an object. */
function texts(allowed: TextLimit): Check {
  const check = text(allowed);
  return (model, value) => {
    if (!isObject(value)) return undefined;
    const fits = Object.entries(value).flat().every(entry => check(model, entry) === undefined);
    return fits ? undefined : `a map whose keys and values are each ${allowed.allowed}`;
  };
}

/** A choice that needs another part beside it. */
function withPart(choice: string, value: string, part: string): Check {
  return (_, whole) =>
    isObject(whole) && whole[choice] === value && whole[part] === undefined
      ? `an object with ${part} where ${choice} is ${value}`
      : undefined;
}

function withConfigurationType(): Check {
  return (model, whole) => isObject(whole) && whole.ConfigurationType === undefined && !model.hasMacros
    ? 'an object with ConfigurationType, DEFAULT or CUSTOM'
    : undefined;
}

function knownText(model: TemplateModel, value: Value): string | undefined {
  const { resolver } = model;
  const known = resolver.text(value);
  return known !== undefined && resolver.strings.isFullyResolved(known) ? known : undefined;
}
