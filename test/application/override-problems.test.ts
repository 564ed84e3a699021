import { Aspects, CfnResource, Lazy, Stack, Tags } from 'aws-cdk-lib';
import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { applicationInVpc, APPLICATION, propertiesOf, synth, templateOf } from '../helpers';

type Hatch = (resource: CfnApplicationV2, stack: Stack) => void;

const l1 = (application: { node: { defaultChild?: unknown } }) => application.node.defaultChild as CfnApplicationV2;
const sql = (name: string) =>
  `runtime is "${name}", but SQL applications cannot have a VPC configuration, and no new ones can be created since `
  + '2025-10-15: write a Flink runtime such as `FlinkRuntime.FLINK_1_20`, and use Flink SQL through the Table API of '
  + 'a Flink application [at Stack/Job/Resource]';
const notebook = 'runtime is "ZEPPELIN-FLINK-3_0", but Studio notebooks (Zeppelin) are interactive applications, which '
  + 'this construct does not make: write `new FlinkStudioNotebook()` for a notebook, or a Flink runtime such as '
  + '`FlinkRuntime.FLINK_1_20` for a job [at Stack/Job/Resource]';
const sqlConfiguration = 'applicationConfiguration.sqlApplicationConfiguration is set, but SQL applications cannot '
  + 'have a VPC configuration: leave it out, and use Flink SQL through the Table API [at Stack/Job/Resource]';
const zeppelinConfiguration = 'applicationConfiguration.zeppelinApplicationConfiguration is set, but Studio notebooks '
  + '(Zeppelin) are interactive applications, which this construct does not make: leave it out, '
  + 'or write `new FlinkStudioNotebook()` [at Stack/Job/Resource]';
const interactive = 'applicationMode is "INTERACTIVE", but must be "STREAMING" or left out, since interactive '
  + 'applications are Studio notebooks, which this construct does not make: leave it out, '
  + 'or write `new FlinkStudioNotebook()` [at Stack/Job/Resource]';

test.each<[string, Hatch, string[]]>([
  ['the property of the L1', resource => { resource.runtimeEnvironment = 'SQL-1_0'; }, [sql('SQL-1_0')]],
  ['a property override', resource => resource.addPropertyOverride('RuntimeEnvironment', 'sql-1_0'), [sql('sql-1_0')]],
  [
    'an override of the template',
    resource => resource.addOverride('Properties.RuntimeEnvironment', 'SQL-1_0'),
    [sql('SQL-1_0')],
  ],
  [
    'a token',
    resource => { resource.runtimeEnvironment = Lazy.string({ produce: () => 'SQL-1_0' }); },
    [sql('SQL-1_0')],
  ],
  ['a configuration that is a token', resource => {
    resource.applicationConfiguration = Lazy.any({ produce: () => ({ sqlApplicationConfiguration: { inputs: [] } }) });
  }, [sqlConfiguration]],
  ['an aspect', (_, stack) => Aspects.of(stack).add({
    visit: node => { if (node instanceof CfnApplicationV2) node.runtimeEnvironment = 'SQL-1_0'; },
  }), [sql('SQL-1_0')]],
  ['an aspect with an override', (_, stack) => Aspects.of(stack).add({
    visit: node => {
      if (CfnResource.isCfnResource(node) && node.cfnResourceType === APPLICATION) {
        node.addPropertyOverride('RuntimeEnvironment', 'ZEPPELIN-FLINK-3_0');
      }
    },
  }), [notebook]],
  ['a notebook', resource => { resource.runtimeEnvironment = 'ZEPPELIN-FLINK-3_0'; }, [notebook]],
  ['interactive mode', resource => { resource.applicationMode = 'INTERACTIVE'; }, [interactive]],
  ['a SQL configuration by override',
    resource => resource.addPropertyOverride('ApplicationConfiguration.SqlApplicationConfiguration', { Inputs: [] }), [sqlConfiguration]],
  ['a SQL configuration by property', resource => {
    resource.applicationConfiguration = {
      ...resource.applicationConfiguration as CfnApplicationV2.ApplicationConfigurationProperty,
      sqlApplicationConfiguration: { inputs: [] },
    };
  }, [sqlConfiguration]],
  ['a notebook configuration',
    resource => resource.addPropertyOverride('ApplicationConfiguration.ZeppelinApplicationConfiguration.CatalogConfiguration', 'x'), [zeppelinConfiguration]],
  ['all at once', resource => {
    resource.addPropertyOverride('RuntimeEnvironment', 'SQL-1_0');
    resource.addPropertyOverride('ApplicationMode', 'INTERACTIVE');
    resource.addPropertyOverride('ApplicationConfiguration.SqlApplicationConfiguration.Inputs', []);
    resource.addPropertyOverride('ApplicationConfiguration.ZeppelinApplicationConfiguration.CatalogConfiguration', 'x');
  }, [sql('SQL-1_0'), sqlConfiguration, zeppelinConfiguration, interactive]],
])('the synthesis fails and says why: %s', (_, hatch, messages) => {
  const { stack, application } = applicationInVpc();
  hatch(l1(application), stack);
  for (const message of messages) expect(() => synth(stack)).toThrow(message);
});

test.each<[string, Hatch, Record<string, unknown>]>([
  [
    'a runtime of Flink',
    resource => resource.addPropertyOverride('RuntimeEnvironment', 'FLINK-9_1'),
    { RuntimeEnvironment: 'FLINK-9_1' },
  ],
  ['a description', resource => { resource.applicationDescription = 'other'; }, { ApplicationDescription: 'other' }],
  ['streaming mode', resource => { resource.applicationMode = 'STREAMING'; }, { ApplicationMode: 'STREAMING' }],
  ['a run configuration', resource => resource.addPropertyOverride('RunConfiguration.FlinkRunConfiguration.AllowNonRestoredState', true),
    { RunConfiguration: { FlinkRunConfiguration: { AllowNonRestoredState: true } } }],
  ['a key', resource => resource.addPropertyOverride('ApplicationConfiguration.ApplicationEncryptionConfiguration', { KeyType: 'AWS_OWNED_KEY' }),
    { ApplicationConfiguration: expect.objectContaining({ ApplicationEncryptionConfiguration: { KeyType: 'AWS_OWNED_KEY' } }) }],
  ['a runtime that is an intrinsic function', resource => resource.addPropertyOverride('RuntimeEnvironment', { 'Fn::Sub': 'FLINK-1_20' }),
    { RuntimeEnvironment: { 'Fn::Sub': 'FLINK-1_20' } }],
  [
    'a configuration that is taken away',
    resource => resource.addPropertyDeletionOverride('ApplicationConfiguration'),
    { RuntimeEnvironment: 'FLINK-1_20' },
  ],
])('other escape hatches pass: %s', (_, hatch, expected) => {
  const { stack, application } = applicationInVpc();
  hatch(l1(application), stack);
  expect(propertiesOf(templateOf(stack), APPLICATION)[0]).toMatchObject(expected);
});

describe('tags', () => {
  const tagged = (count: number) => {
    const { stack, application } = applicationInVpc();
    for (let index = 0; index < count; index++) Tags.of(application).add(`tag${index}`, 'v');
    return stack;
  };

  test('50 are deployed', () => {
    expect(propertiesOf(templateOf(tagged(50)), APPLICATION)[0].Tags).toHaveLength(50);
  });

  test('51 fail the synthesis', () => {
    expect(() => synth(tagged(51))).toThrow('tags is a list of 51, but must be at most 50 tags: '
      + 'write fewer, or keep inherited ones off with `Tags.of(app).remove(key)` [at Stack/Job/Resource]');
  });
});
