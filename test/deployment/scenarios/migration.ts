import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { ApplicationCode } from '../../../src';
import { readYaml } from '../../../src/cli/yaml';
import { newJob, newStack, newStream, newVpc, WITH_KINESIS } from '../parts';
import { Scenario } from '../scenario';

/** What the alpha module makes of an application. */
const ALPHA = join(__dirname, '..', '..', 'rules', 'fixtures', 'alpha-module.yaml');

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly DependsOn?: string | string[] }>;
}

/** A custom resource of the template, whose function is in another account. */
const UPLOAD = 'Upload';

/** The template of the alpha module, with or without the application: its code has to be there before it. */
function alpha(app: App, hasApplication: boolean): void {
  const stack = newStack(app, 'Alpha');
  const { Resources, ...others } = readYaml(ALPHA, readFileSync(ALPHA, 'utf8')) as Template;
  const isLater = (type: string) => type.startsWith('AWS::KinesisAnalyticsV2::') && !hasApplication;
  const chosen = Object.entries(Resources)
    .filter(([id, { Type }]) => id !== UPLOAD && !isLater(Type))
    .map(([id, { DependsOn, ...resource }]) => {
      const rest = [DependsOn ?? []].flat().filter(name => name !== UPLOAD);
      return [id, { ...resource, DependsOn: rest }];
    });
  const templateFile = join(app.outdir, 'alpha.json');
  writeFileSync(templateFile, JSON.stringify({ ...others, Resources: Object.fromEntries(chosen) }));
  new CfnInclude(stack, 'Template', { templateFile });
}

/** The same ids around the construct of the library, as docs/migration.md says. */
function migrated(app: App): Stack {
  const stack = newStack(app, 'Alpha');
  const vpc = newVpc(stack);
  vpc.addInterfaceEndpoint('Kinesis', { service: InterfaceVpcEndpointAwsService.KINESIS_STREAMS });
  vpc.addInterfaceEndpoint('Logs', { service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS });
  newJob(stack, 'Application', vpc, {
    code: ApplicationCode.fromBucket(new Bucket(stack, 'Code'), 'job.jar'),
    parallelism: 2,
    autoScalingEnabled: false,
    sources: [newStream(stack)],
    logRetention: RetentionDays.TWO_YEARS,
  });
  return stack;
}

const ALPHA_ENDPOINTS = ['kinesis-streams', 'logs'];

export const MIGRATION: Scenario = {
  name: 'migration',
  stages: [
    {
      name: 'what is around an application of the alpha module',
      app: app => alpha(app, false),
      uploadsTo: 'Code',
      applications: 0,
      endpoints: [],
    },
    {
      name: 'the application of the alpha module',
      app: app => alpha(app, true),
      applications: 1,
      endpoints: ALPHA_ENDPOINTS,
      isForeign: true,
    },
    {
      name: 'the same application with the construct',
      app: app => void migrated(app),
      applications: 1,
      endpoints: WITH_KINESIS,
    },
  ],
};
