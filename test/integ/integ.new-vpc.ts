import { Stack } from 'aws-cdk-lib';
import { closedVpc, expectToRun, newApp, newJob } from './jobs';

/** One application in a VPC of the app, with the endpoints that the library creates. */
const app = newApp();
const stack = new Stack(app, 'FlinkIntegNewVpc');
expectToRun(app, 'NewVpc', [newJob(stack, 'Job', { vpc: closedVpc(stack) })]);
