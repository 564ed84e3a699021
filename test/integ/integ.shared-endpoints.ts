import { Stack } from 'aws-cdk-lib';
import { closedVpc, expectToRun, newApp, newJob } from './jobs';

/** Three applications in two stacks share the endpoints of a VPC that is in a third one. */
const app = newApp();
const vpc = closedVpc(new Stack(app, 'FlinkIntegSharedVpc'));
const two = new Stack(app, 'FlinkIntegSharedTwoJobs');
const one = new Stack(app, 'FlinkIntegSharedOneJob');
expectToRun(app, 'SharedEndpoints', [
  newJob(two, 'Orders', { vpc }),
  newJob(two, 'Clicks', { vpc }),
  newJob(one, 'Alerts', { vpc, allowAllOutbound: false }),
]);
