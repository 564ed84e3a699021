import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { FlinkVpcRules, FlinkVpcRulesProps } from '../../src';
import { RULES } from '../../src/rules/catalogue';
import { contextOf, findingsIn } from '../helpers/rules';

const SQL = 'SQL-1_0';
const CODE = { ApplicationCodeConfiguration: { CodeContentType: 'ZIPFILE' } };
const ENDED = 'FLINK-1_13';

function applicationIn(scope: Construct, id: string, runtime: string): CfnResource {
  const properties = {
    RuntimeEnvironment: runtime,
    ServiceExecutionRole: 'arn:aws:iam::111111111111:role/x',
    ApplicationConfiguration: CODE,
  };
  return new CfnResource(scope, id, { type: 'AWS::KinesisAnalyticsV2::Application', properties });
}

function appWith(...runtimes: string[]) {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'rules-')) });
  const stack = new Stack(app, 'Stack');
  const applications = runtimes.map((runtime, index) => applicationIn(stack, `Application${index}`, runtime));
  return { app, stack, applications };
}

describe('options', () => {
  const judge = (props?: FlinkVpcRulesProps) => findingsIn(appWith(SQL, ENDED).app, props);

  test('all rules are the default', () => {
    expect(judge()).toEqual(['ended-runtime', 'sql-runtime']);
    expect(new FlinkVpcRules().ruleIds).toEqual(RULES.map(({ id }) => id));
  });

  test('rules can be chosen', () => expect(judge({ rules: ['sql-runtime'] })).toEqual(['sql-runtime']));
  test('rules can be excluded', () => expect(judge({ exclude: ['sql-runtime'] })).toEqual(['ended-runtime']));
  test('both together', () =>
    expect(new FlinkVpcRules({ rules: ['sql-runtime', 'role-trust'], exclude: ['role-trust'] }).ruleIds).toEqual(['sql-runtime']));

  test.each<[string, FlinkVpcRulesProps]>([['rules', { rules: ['sql'] }], ['exclude', { exclude: ['sql'] }]])('%s: an unknown id is an error that lists the known ones', (name, props) => {
    expect(() => new FlinkVpcRules(props)).toThrow(
      `${name} has "sql", but must be ids of rules: write some of ${RULES.map(({ id }) => id).join(', ')}`,
    );
  });

  test('no rule at all is an error', () => {
    expect(() => new FlinkVpcRules({ rules: [] })).toThrow(
      'rules is [] and exclude is [], which leaves no rule, but at least one must be left',
    );
    expect(() =>
      new FlinkVpcRules({ exclude: RULES.map(({ id }) => id) })).toThrow('rules is "left out" and exclude is ["sql-runtime-vpc"');
  });
});

describe('the report', () => {
  test('an error is a failure', () => {
    const { app } = appWith(SQL);
    const paths = app.synth().stacksRecursively.map(({ templateFullPath }) => templateFullPath);
    expect(new FlinkVpcRules().validate(contextOf(paths))).toEqual({
      success: false,
      violations: [{
        ruleName: 'sql-runtime',
        severity: 'error',
        description: 'runtimeEnvironment is "SQL-1_0", but must be a Flink runtime: SQL applications have ended. '
          + 'The service has not accepted new SQL applications since 2025-10-15. It deletes existing ones from 2026-01-27.',
        fix: 'use a Flink runtime such as FLINK-1_20, with Flink SQL through the Table API',
        violatingResources: [
          { resourceLogicalId: 'Application0', templatePath: paths[0], locations: ['Properties.RuntimeEnvironment'] },
        ],
      }],
    });
  });

  test('a warning is none', () => {
    const { app } = appWith(ENDED);
    const paths = app.synth().stacksRecursively.map(({ templateFullPath }) => templateFullPath);
    expect(new FlinkVpcRules().validate(contextOf(paths))).toMatchObject({
      success: true, violations: [{ ruleName: 'ended-runtime', severity: 'warning' }],
    });
  });

  test('names the plugin and the version of the library', () => {
    expect(new FlinkVpcRules()).toMatchObject({
      name: 'FlinkVpcRules', version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });
});

/** Synthesises as the CDK CLI does, and gives the outcome and the construct paths that were reported. */
function synth(app: App, plugin = new FlinkVpcRules()) {
  Validations.of(app).addPlugins(plugin);
  const printed = jest.spyOn(console, 'error').mockImplementation(() => {});
  const exitCode = process.exitCode;
  process.exitCode = undefined;
  let failed = false;
  try {
    app.synth();
  } catch (error) {
    failed = String(error).includes('Validation failed') || String(error).includes('Acknowledge with');
  }
  // 2.257.0 sets the exit code, later versions throw
  failed ||= process.exitCode === 1;
  process.exitCode = exitCode;
  printed.mockRestore();
  const report = readdirSync(app.outdir).find(name => name.endsWith('validation-report.json'));
  const { pluginReports = [] } = report === undefined ? {} : JSON.parse(readFileSync(join(app.outdir, report), 'utf8'));
  const own = pluginReports.filter((entry: any) => JSON.stringify(entry).includes('FlinkVpcRules'));
  const paths: string[] = own.flatMap(({ violations }: any) => violations.flatMap((violation: any) =>
    violation.violatingConstructs.map(({ constructPath }: any) => `${violation.ruleName} ${constructPath}`)));
  return { failed, paths };
}

describe('in a synthesis', () => {
  test('an error fails it and names the construct', () => {
    expect(synth(appWith(SQL).app)).toEqual({ failed: true, paths: ['sql-runtime Stack/Application0'] });
  });

  test('a warning does not fail it', () => {
    expect(synth(appWith(ENDED).app)).toEqual({ failed: false, paths: ['ended-runtime Stack/Application0'] });
  });

  test('constructs of nested stacks and stages are named', () => {
    const { app, stack } = appWith();
    applicationIn(new NestedStack(stack, 'Nested'), 'Application', SQL);
    applicationIn(new Stack(new Stage(app, 'Stage'), 'Stack'), 'Application', SQL);
    expect(synth(app).paths.sort()).toEqual([
      'sql-runtime Stack/Nested/Application', 'sql-runtime Stage/Stack/Application',
    ]);
  });

  test('on a stage it sees that stage only', () => {
    const { app } = appWith(SQL);
    const stage = new Stage(app, 'Stage');
    applicationIn(new Stack(stage, 'Stack'), 'Application', SQL);
    const plugin = new FlinkVpcRules();
    Validations.of(stage).addPlugins(plugin);
    const validate = jest.spyOn(plugin, 'validate');
    expect(
      synth(app, new FlinkVpcRules({ rules: ['role-trust'] })).paths,
    ).toEqual(['sql-runtime Stage/Stack/Application']);
    expect(validate).toHaveBeenCalledTimes(1);
  });
});

describe('acknowledgements', () => {
  const reason = 'known';

  test('of a bare id count for the construct and what is in it', () => {
    const { app, stack, applications } = appWith(SQL, SQL);
    const nested = new NestedStack(stack, 'Nested');
    applicationIn(nested, 'Application', SQL);
    Validations.of(applications[0]).acknowledge({ id: 'sql-runtime', reason });
    Validations.of(nested).acknowledge({ id: 'sql-runtime', reason });
    expect(synth(app)).toEqual({ failed: true, paths: ['sql-runtime Stack/Application1'] });
  });

  test('of another id count for nothing', () => {
    const { app, applications } = appWith(SQL);
    Validations.of(applications[0]).acknowledge({ id: 'ended-runtime', reason }, { id: 'Other::sql-runtime', reason });
    expect(synth(app).failed).toBe(true);
  });

  test('of everything let the synthesis pass', () => {
    const { app, stack } = appWith(SQL, ENDED);
    Validations.of(stack).acknowledge({ id: 'sql-runtime', reason }, { id: 'ended-runtime', reason });
    expect(synth(app)).toEqual({ failed: false, paths: [] });
  });

  test('with the name of the plugin are left to the CDK', () => {
    const { app, applications } = appWith(SQL);
    Validations.of(applications[0]).acknowledge({ id: 'FlinkVpcRules::sql-runtime', reason });
    expect(synth(app).failed).toBe(false);
  });

  test('on the app or a stage count where the CDK gives the tree to plugins', () => {
    const { app } = appWith(SQL);
    const stage = new Stage(app, 'Stage');
    applicationIn(new Stack(stage, 'Stack'), 'Application', SQL);
    const judge = (appConstruct: IConstruct) => new FlinkVpcRules().validate({
      ...contextOf(app.synth({ force: true }).stacksRecursively.map(({ templateFullPath }) => templateFullPath)),
      appConstruct,
    } as ReturnType<typeof contextOf>).violations.length;
    expect(judge(app)).toBe(2);
    Validations.of(stage).acknowledge({ id: 'sql-runtime', reason });
    expect(judge(app)).toBe(1);
    Validations.of(app).acknowledge({ id: 'sql-runtime', reason });
    expect(judge(app)).toBe(0);
  });
});
