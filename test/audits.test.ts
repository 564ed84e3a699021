import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';
import { App } from 'aws-cdk-lib';
import { APPLICATION, synth, templateOf } from './helpers';
import { SCENARIOS } from './helpers/scenarios';

describe('@aws/cloudformation-validate', () => {
  const engine = new RegoEngine();
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  afterAll(() => engine.free());
  const findings = (name: string, template: unknown) => {
    const file = join(folder, `${name.replace(/\W+/g, '-')}.json`);
    writeFileSync(file, JSON.stringify(template));
    return engine.validateStandard(new TemplateFile(file), { severityLevel: 'WARN' }).diagnostics;
  };

  test.each(SCENARIOS)('finds nothing: %s', (name, build) => {
    const stacks = build(new App());
    const found = stacks.flatMap((stack, index) => findings(`${name}${index}`, templateOf(stack)));
    expect(found.map(({ ruleId, severity, message }) => `${severity} ${ruleId} ${message}`)).toEqual([]);
  });

  test('looks at applications: one without a runtime is found', () => {
    expect(
      findings('wrong', {
        Resources: {
          App: { Type: APPLICATION, Properties: { ServiceExecutionRole: 'arn:aws:iam::111111111111:role/x' } },
        },
      }),
    ).not.toEqual([]);
  });
});

describe('deprecation warnings', () => {
  test('are not printed, and JSII_DEPRECATED=fail passes', () => {
    const before = process.env.JSII_DEPRECATED;
    const print = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const error = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    try {
      for (const mode of ['warn', 'fail']) {
        process.env.JSII_DEPRECATED = mode;
        for (const [, build] of SCENARIOS) synth(build(new App())[0]);
      }
      const printed = [...print.mock.calls, ...warn.mock.calls, ...error.mock.calls].map(([text]) => String(text));
      expect(printed.filter(text => /deprecated/i.test(text))).toEqual([]);
    } finally {
      [print, warn, error].forEach(spy => spy.mockRestore());
      if (before === undefined) delete process.env.JSII_DEPRECATED;
      else process.env.JSII_DEPRECATED = before;
    }
  });
});

test.each(SCENARIOS)('two syntheses give identical bytes: %s', (_, build) => {
  const bytes = [1, 2].map(() => {
    const app = new App({ analyticsReporting: false });
    build(app);
    const assembly = synth(app);
    return assembly.stacks.map(({ templateFullPath }) => readFileSync(templateFullPath, 'utf8'));
  });
  expect(bytes[0]).toEqual(bytes[1]);
});
