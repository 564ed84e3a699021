import { PhysicalName, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * A role that the service may assume for this application only: without the conditions, an application of another account could be given it.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/iam-cross-service-confused-deputy-prevention.html
 */
export function createExecutionRole(scope: Construct, applicationName: string | undefined): Role {
  const stack = Stack.of(scope);
  // The name that CloudFormation generates cannot be named here: role and application would wait for each other.
  const resourceName = applicationName === undefined || applicationName === PhysicalName.GENERATE_IF_NEEDED ? '*' : applicationName;
  return new Role(scope, 'Role', {
    // a name only where a resource of another account has to name the role
    roleName: PhysicalName.GENERATE_IF_NEEDED,
    description: 'Execution role of a Managed Service for Apache Flink application',
    assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'kinesisanalytics', resource: 'application', resourceName }) },
      },
    }),
  });
}
