import { violationsOf } from '../helpers/rules';

/** The messages for one application with the given properties. */
function messages(properties: Record<string, unknown>): string[] {
  const Properties = {
    RuntimeEnvironment: 'FLINK-1_20', ServiceExecutionRole: 'arn:aws:iam::111111111111:role/x', ...properties,
  };
  const template = { Resources: { Application: { Type: 'AWS::KinesisAnalyticsV2::Application', Properties } } };
  return violationsOf(template, { rules: ['property-limits'] })
    .map(({ description }) => description.replace(/\. The type does not.*/, ''));
}

/** Properties with one value deep inside. */
function at(path: string, value: unknown): Record<string, unknown> {
  const around = (inner: unknown, name: string) => {
    if (name === '0') return [inner];
    return {
      [name]: /^(Checkpoint|Monitoring|Parallelism)Conf/.test(name)
        ? { ConfigurationType: 'CUSTOM', ...inner as object }
        : inner,
    };
  };
  return path.split('.').reverse().reduce(around, value) as Record<string, unknown>;
}

const CODE = 'ApplicationConfiguration.ApplicationCodeConfiguration';
const LOCATION = `${CODE}.CodeContent.S3ContentLocation`;
const FLINK = 'ApplicationConfiguration.FlinkApplicationConfiguration';
const GROUPS = 'ApplicationConfiguration.EnvironmentProperties.PropertyGroups';
const NOTEBOOK = 'ApplicationConfiguration.ZeppelinApplicationConfiguration';
const ARTIFACTS = `${NOTEBOOK}.CustomArtifactsConfiguration`;
const ENCRYPTION = 'ApplicationConfiguration.ApplicationEncryptionConfiguration';
const RESTORE = 'RunConfiguration.ApplicationRestoreConfiguration';
const WINDOW = 'ApplicationMaintenanceConfiguration.ApplicationMaintenanceWindowStartTime';

const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));
const groups = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ PropertyGroupId: `g${index}`, PropertyMap: { a: 'b' } }));
const artifacts = (count: number) => Array.from({ length: count }, () => ({ ArtifactType: 'DEPENDENCY_JAR' }));
const map = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));

test.each<[string, unknown[], unknown[], string]>([
  [
    'RuntimeEnvironment',
    ['FLINK-1_20', 'FLINK-10_12', 'ZEPPELIN-FLINK-3_0', 'SQL-1_0'],
    ['FLINK-1.20', 'flink-1_20', 'XFLINK-1_20', 'FLINK-1_20x', ''],
    'spelt like FLINK-1_20',
  ],
  ['ApplicationName', ['a', 'A_.-9', 'x'.repeat(128)], ['', 'a b', 'x'.repeat(129)], '1 to 128 of the characters'],
  ['ApplicationDescription', ['', 'x'.repeat(1024)], ['x'.repeat(1025)], 'at most 1024 characters'],
  ['ApplicationMode', ['INTERACTIVE', 'STREAMING'], ['BATCH'], 'one of INTERACTIVE, STREAMING'],
  [WINDOW, ['00:00', '23:59'], ['24:00', '3:00', '03:60', '100:00', '00:000'], 'a time of day in UTC'],
  ['Tags', [tags(1), tags(50)], [tags(0), tags(51)], 'a list of 1 to 50 tags'],
  [`${CODE}.CodeContentType`, ['PLAINTEXT', 'ZIPFILE'], ['JAR'], 'one of PLAINTEXT, ZIPFILE'],
  [`${LOCATION}.FileKey`, ['x', 'x'.repeat(1024)], ['', 'x'.repeat(1025)], 'a text of 1 to 1024 characters'],
  [`${LOCATION}.ObjectVersion`, ['x', 'x'.repeat(1024)], ['', 'x'.repeat(1025)], 'a text of 1 to 1024 characters'],
  [`${FLINK}.CheckpointConfiguration.ConfigurationType`, ['DEFAULT', 'CUSTOM'], ['NONE'], 'one of DEFAULT, CUSTOM'],
  [
    `${FLINK}.CheckpointConfiguration.CheckpointInterval`,
    [1, '1', 60000],
    [0, -1, 1.5, '1s'],
    'a whole number of at least 1',
  ],
  [`${FLINK}.CheckpointConfiguration.MinPauseBetweenCheckpoints`, [0, 5000], [-1, 0.5], 'a whole number of at least 0'],
  [`${FLINK}.MonitoringConfiguration.ConfigurationType`, ['DEFAULT', 'CUSTOM'], ['NONE'], 'one of DEFAULT, CUSTOM'],
  [
    `${FLINK}.MonitoringConfiguration.MetricsLevel`,
    ['APPLICATION', 'TASK', 'OPERATOR', 'PARALLELISM'],
    ['JOB'],
    'one of APPLICATION, TASK, OPERATOR, PARALLELISM',
  ],
  [
    `${FLINK}.MonitoringConfiguration.LogLevel`,
    ['DEBUG', 'INFO', 'WARN', 'ERROR'],
    ['TRACE'],
    'one of DEBUG, INFO, WARN, ERROR',
  ],
  [`${FLINK}.ParallelismConfiguration.ConfigurationType`, ['DEFAULT', 'CUSTOM'], ['NONE'], 'one of DEFAULT, CUSTOM'],
  [`${FLINK}.ParallelismConfiguration.Parallelism`, [1, 256, 1000], [0, 1.5], 'a whole number of at least 1'],
  [`${FLINK}.ParallelismConfiguration.ParallelismPerKPU`, [1, 8], [0, 9], 'a whole number from 1 to 8'],
  [GROUPS, [[], groups(50), 'x'], [groups(51)], 'a list of 0 to 50 groups'],
  [`${GROUPS}.0.PropertyGroupId`, ['a', 'x'.repeat(50)], ['', 'a b', 'x'.repeat(51)], '1 to 50 of the characters'],
  [`${GROUPS}.0.PropertyMap`, [map(1), map(50), 'x'], [map(0), map(51)], 'a list of 1 to 50 entries'],
  [
    `${GROUPS}.0.PropertyMap`,
    [{ a: 'x'.repeat(2048) }, { a: 5 }],
    [{ a: '' }, { a: 'x'.repeat(2049) }, { ['x'.repeat(2049)]: 'a' }],
    'a map whose keys and values are each a text of 1 to 2048',
  ],
  [
    `${NOTEBOOK}.MonitoringConfiguration.LogLevel`,
    ['DEBUG', 'INFO', 'WARN', 'ERROR'],
    ['TRACE'],
    'one of DEBUG, INFO, WARN, ERROR',
  ],
  [
    `${NOTEBOOK}.CatalogConfiguration.GlueDataCatalogConfiguration.DatabaseARN`,
    ['arn:aws:glue:eu-west-1:111111111111:database/orders'],
    ['orders', `arn:${'x'.repeat(2048)}`],
    'an ARN',
  ],
  [
    `${NOTEBOOK}.DeployAsApplicationConfiguration.S3ContentLocation.BasePath`,
    ['/notes/', 'A(1)!_'],
    ['', 'my notes', 'x'.repeat(1025)],
    'a path of 1 to 1024',
  ],
  [ARTIFACTS, [[], artifacts(50)], [artifacts(51)], 'a list of 0 to 50 artifacts'],
  [
    `${ARTIFACTS}.0`,
    [{ ArtifactType: 'UDF', S3ContentLocation: {} }],
    [{ ArtifactType: 'UDF', MavenReference: {} }],
    'an object with S3ContentLocation where ArtifactType is UDF',
  ],
  [`${ARTIFACTS}.0.ArtifactType`, ['DEPENDENCY_JAR'], ['JAR'], 'one of UDF, DEPENDENCY_JAR'],
  [
    `${ARTIFACTS}.0.MavenReference.GroupId`,
    ['org.apache.flink', 'x'.repeat(256)],
    ['', 'a:b', 'x'.repeat(257)],
    '1 to 256 of the characters',
  ],
  [`${ARTIFACTS}.0.MavenReference.ArtifactId`, ['a-b_2.12'], ['', 'a:b'], '1 to 256 of the characters'],
  [`${ARTIFACTS}.0.MavenReference.Version`, ['1.15.4'], ['', '[1,2)'], '1 to 256 of the characters'],
  [`${ARTIFACTS}.0.S3ContentLocation.FileKey`, ['x'], ['', 'x'.repeat(1025)], 'a text of 1 to 1024 characters'],
  [`${ARTIFACTS}.0.S3ContentLocation.ObjectVersion`, ['x'], [''], 'a text of 1 to 1024 characters'],
  [`${ENCRYPTION}.KeyType`, ['AWS_OWNED_KEY'], ['OWN'], 'one of AWS_OWNED_KEY, CUSTOMER_MANAGED_KEY'],
  [
    ENCRYPTION,
    [{ KeyType: 'CUSTOMER_MANAGED_KEY', KeyId: 'x' }],
    [{ KeyType: 'CUSTOMER_MANAGED_KEY' }],
    'an object with KeyId where KeyType is CUSTOMER_MANAGED_KEY',
  ],
  [
    `${RESTORE}.ApplicationRestoreType`,
    ['SKIP_RESTORE_FROM_SNAPSHOT', 'RESTORE_FROM_LATEST_SNAPSHOT'],
    ['NONE'],
    'one of SKIP_RESTORE_FROM_SNAPSHOT',
  ],
  [
    RESTORE,
    [{ ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT', SnapshotName: 'x' }],
    [{ ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT' }],
    'an object with SnapshotName',
  ],
  [`${RESTORE}.SnapshotName`, ['x', 'x'.repeat(256)], ['', 'x'.repeat(257)], '1 to 256 of the characters'],
])('%s: %#', (path, allowed, refused, message) => {
  for (const value of allowed) expect([value, messages(at(path, value))]).toEqual([value, []]);
  for (const value of refused) {
    expect([value, messages(at(path, value))]).toEqual([value, [expect.stringContaining(`but must be ${message}`)]]);
  }
});

test.each(['RuntimeEnvironment', 'ServiceExecutionRole'])('%s is required', name => {
  expect(messages({ [name]: undefined })).toEqual([
    `${name.charAt(0).toLowerCase()}${name.slice(1)} is "missing", but must be given`.replace('"missing"', 'missing'),
  ]);
});

test('a message has the property, the value and what is allowed', () => {
  expect(messages(at(`${GROUPS}.0.PropertyMap`, { topic: '' }))).toEqual([
    'applicationConfiguration.environmentProperties.propertyGroups.0.propertyMap is {"topic":""}, but must be a map '
    + 'whose keys and values are each a text of 1 to 2048 characters',
  ]);
});

test.each(['Checkpoint', 'Monitoring', 'Parallelism'])('a %sConfiguration without its type', name => {
  const configuration = { FlinkApplicationConfiguration: { [`${name}Configuration`]: { Parallelism: 2 } } };
  expect(messages({ ApplicationConfiguration: configuration })).toEqual([
    expect.stringContaining('an object with ConfigurationType'),
  ]);
});

test('a long value is shortened', () => {
  expect(messages({ ApplicationName: 'x'.repeat(200) })).toEqual([
    expect.stringMatching(/^applicationName is "x{79}\.\.\. \(202 characters\), but/),
  ]);
});
