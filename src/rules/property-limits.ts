import { Value } from './template/resolver';
import { TemplateModel } from './template/template-model';
import { isObject } from '../core/intrinsics';

/** What is wrong with a value, as what is allowed instead; undefined if nothing is, or if that is not known. */
type Check = (model: TemplateModel, value: Value) => string | undefined;

/** A limit of one property. The path is that of the template; `*` stands for every entry of a list. */
export interface PropertyLimit {
  readonly path: string;
  readonly check: Check;
}

const MAX_TEXT = 2048;

/**
 * What CloudFormation or the service refuses of `AWS::KinesisAnalyticsV2::Application`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesisanalyticsv2-application.html
 */
export const PROPERTY_LIMITS: readonly PropertyLimit[] = [
  limit(
    'RuntimeEnvironment', required(), text(1, 128, /^(FLINK|ZEPPELIN-FLINK|SQL)-\d+_\d+$/, 'spelt like FLINK-1_20'),
  ),
  limit('ServiceExecutionRole', required()),
  limit('ApplicationName', text(1, 128, /^[a-zA-Z0-9_.-]+$/, '1 to 128 of the characters a-z A-Z 0-9 _ . -')),
  limit('ApplicationDescription', text(0, 1024)),
  limit('ApplicationMode', oneOf('INTERACTIVE', 'STREAMING')),
  limit('ApplicationMaintenanceConfiguration.ApplicationMaintenanceWindowStartTime',
    text(5, 5, /^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'a time of day in UTC, HH:MM, from 00:00 to 23:59')),
  limit('Tags', count(1, 50, 'tags')),
  ...within('ApplicationConfiguration.ApplicationCodeConfiguration', [
    limit('CodeContentType', oneOf('PLAINTEXT', 'ZIPFILE')),
    limit('CodeContent.S3ContentLocation.FileKey', text(1, 1024)),
    limit('CodeContent.S3ContentLocation.ObjectVersion', text(1, 1024)),
  ]),
  ...within('ApplicationConfiguration.FlinkApplicationConfiguration', [
    ...['CheckpointConfiguration', 'MonitoringConfiguration', 'ParallelismConfiguration']
      .map(name => limit(name, withConfigurationType())),
    limit('CheckpointConfiguration.ConfigurationType', oneOf('DEFAULT', 'CUSTOM')),
    limit('CheckpointConfiguration.CheckpointInterval', wholeNumber(1)),
    limit('CheckpointConfiguration.MinPauseBetweenCheckpoints', wholeNumber(0)),
    limit('MonitoringConfiguration.ConfigurationType', oneOf('DEFAULT', 'CUSTOM')),
    limit('MonitoringConfiguration.MetricsLevel', oneOf('APPLICATION', 'TASK', 'OPERATOR', 'PARALLELISM')),
    limit('MonitoringConfiguration.LogLevel', oneOf('DEBUG', 'INFO', 'WARN', 'ERROR')),
    limit('ParallelismConfiguration.ConfigurationType', oneOf('DEFAULT', 'CUSTOM')),
    limit('ParallelismConfiguration.Parallelism', wholeNumber(1)),
    limit('ParallelismConfiguration.ParallelismPerKPU', wholeNumber(1, 8)),
  ]),
  limit('ApplicationConfiguration.EnvironmentProperties.PropertyGroups', count(0, 50, 'groups')),
  ...within('ApplicationConfiguration.EnvironmentProperties.PropertyGroups.*', [
    limit('PropertyGroupId', text(1, 50, /^[a-zA-Z0-9_.-]+$/, '1 to 50 of the characters a-z A-Z 0-9 _ . -')),
    limit('PropertyMap', count(1, 50, 'entries'), texts(1, MAX_TEXT)),
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
  limit('RunConfiguration.ApplicationRestoreConfiguration.SnapshotName', text(1, 256)),
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

function text(min: number, max: number, pattern = /^/, allowed = `a text of ${min} to ${max} characters`): Check {
  return (model, value) => {
    const known = knownText(model, value);
    return known === undefined || (known.length >= min && known.length <= max && pattern.test(known))
      ? undefined
      : allowed;
  };
}

function oneOf(...values: string[]): Check {
  return (model, value) => {
    const known = knownText(model, value);
    return known === undefined || values.includes(known) ? undefined : `one of ${values.join(', ')}`;
  };
}

/** CloudFormation takes a text for a number. */
function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): Check {
  const allowed = max === Number.MAX_SAFE_INTEGER
    ? `a whole number of at least ${min}`
    : `a whole number from ${min} to ${max}`;
  return (model, value) => {
    const known = knownText(model, value);
    return known === undefined || (/^-?\d+$/.test(known) && Number(known) >= min && Number(known) <= max)
      ? undefined
      : allowed;
  };
}

/** The entries of a list or an object. What may be left out when the stack is deployed is not counted. */
function count(min: number, max: number, of: string): Check {
  return (model, value) => {
    if (!Array.isArray(value) && !isObject(value)) return undefined;
    const entries: unknown[] = Object.values(value);
    const definite = entries.filter(entry => !model.isUnresolved(entry)).length;
    return definite > max || entries.length < min ? `a list of ${min} to ${max} ${of}` : undefined;
  };
}

/** The keys and values of an object. */
function texts(min: number, max: number): Check {
  return (model, value) => {
    if (!isObject(value)) return undefined;
    const fits = Object.entries(value).flat().every(entry => text(min, max)(model, entry) === undefined);
    return fits ? undefined : `a map whose keys and values are texts of ${min} to ${max} characters`;
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
