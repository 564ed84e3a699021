import { App } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ALPHA_MODULE, synthesizeAlpha } from '../alpha';
import { CODE, newJob, newStack, newStream, newVpc, WITH_KINESIS } from '../parts';
import { Scenario } from '../scenario';

/** The same ids around the construct of the library, as docs/migration.md says. */
function migrated(app: App): void {
  const stack = newStack(app, 'Alpha');
  const vpc = newVpc(stack);
  vpc.addInterfaceEndpoint('Kinesis', { service: InterfaceVpcEndpointAwsService.KINESIS_STREAMS });
  vpc.addInterfaceEndpoint('Logs', { service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS });
  newJob(stack, 'Application', vpc, { sources: [newStream(stack)], logRetention: RetentionDays.TWO_YEARS });
}

export const MIGRATION: Scenario = {
  name: 'migration',
  stages: [
    {
      name: `an application of ${ALPHA_MODULE}`,
      assembly: outdir => synthesizeAlpha(outdir, CODE),
      applications: 1,
      endpoints: ['kinesis-streams', 'logs'],
      isForeign: true,
    },
    {
      name: 'the same application with the construct',
      app: migrated,
      applications: 1,
      endpoints: WITH_KINESIS,
    },
  ],
};
