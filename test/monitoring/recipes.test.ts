import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Recipes } from './recipes';
import { applicationInVpc, ENV, isolatedVpc, propsWith } from '../helpers';
import { importedApplication } from '../metrics/fixture';

const DOCS = join(__dirname, '..', '..', 'docs');

/** The code of an example, without the indentation of the file that it is in. */
function code(name: string): string {
  const source = readFileSync(join(__dirname, 'recipes.ts'), 'utf8');
  const [, after] = source.split(`// example:${name}:begin\n`);
  return after.split(`// example:${name}:end`)[0].split('\n')
    .map(line => line.replace(/^ {4}/, ''))
    .join('\n').trimEnd();
}

// `UPDATE_EXAMPLES=1 npx jest test/monitoring/recipes` writes the documents anew
test.each([
  ['monitoring.md', ['alarms', 'plannedStops', 'dashboard', 'facade']],
  ['encryption.md', ['encryption']],
])('docs/%s shows code that is compiled', (file, names) => {
  const path = join(DOCS, file);
  for (const name of names) {
    const [begin, end] = ['begin', 'end'].map(mark => `<!-- example:${name}:${mark} -->`);
    const document = readFileSync(path, 'utf8');
    const expected = `${document.split(begin)[0]}${begin}\n\n\`\`\`ts\n${code(name)}\n\`\`\`\n\n${end}${document.split(end)[1]}`;
    if (process.env.UPDATE_EXAMPLES !== undefined) writeFileSync(path, expected);
    expect(readFileSync(path, 'utf8')).toBe(expected);
  }
});

describe('the code of the documentation', () => {
  const world = () => {
    const { stack, application } = applicationInVpc({}, {}, ENV);
    return { stack, application, topic: new Topic(stack, 'Topic'), recipes: new Recipes(stack, 'Recipes') };
  };

  test('adds alarms', () => {
    const { stack, application, topic, recipes } = world();
    recipes.alarms(application, topic);
    const alarms = JSON.stringify(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
    expect(alarms).toContain('KafkaLag');
    expect(alarms).not.toContain('SlowCheckpoints');
  });

  test('holds them back', () => {
    const { stack, application, topic, recipes } = world();
    recipes.plannedStops(application, topic);
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      ActionsSuppressor: Match.anyValue(),
    });
  });

  test('shows two applications', () => {
    const { stack, application, topic, recipes } = world();
    recipes.dashboard(application, topic);
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });

  test('fills the facade', () => {
    const { stack, recipes } = world();
    const widgets: IWidget[] = [];
    expect(
      recipes.facade({ addWidget: widget => widgets.push(widget) }, importedApplication({}, stack, 'Imported')).length,
    ).toBe(5);
    expect(widgets.length).toBeGreaterThan(10);
  });

  test('encrypts', () => {
    const { stack, recipes } = world();
    recipes.encryption(propsWith(stack, { vpcConfiguration: { vpc: isolatedVpc(stack, 'Second') } }));
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });
});
