import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { IConstruct } from 'constructs';
import { textOf } from '../core/intrinsics';

const FRAMEWORK = 'the provider framework of the AWS CDK, as it is';
const PACKS = ['NIST.800.53.R5', 'HIPAA.Security'];
/** Why functions that answer CloudFormation are as they are. */
const FUNCTIONS = {
  LambdaConcurrency: 'CloudFormation invokes the functions, once for each resource of the stack that is deployed',
  LambdaDLQ: 'CloudFormation waits for the answer of each invocation and fails without it',
  LambdaInsideVPC: 'the functions reach the APIs of AWS and the Apache Flink dashboard, and nothing in a VPC',
};

/** Tells audits of the template why what they find in the provider is right as it is. */
export function acknowledgeProvider(scope: IConstruct, handler: IFunction, provider: Provider): void {
  const { partition } = Stack.of(scope);
  Validations.of(scope).acknowledge(
    { id: 'AwsSolutions-L1', reason: 'the newest Node.js runtime of the region, as the CDK knows it' },
    { id: 'AwsSolutions-SF1', reason: 'the state machine only repeats a function, which writes a log' },
    { id: 'AwsSolutions-SF2', reason: 'the state machine only repeats a function, which writes a log' },
  );
  Validations.of(scope).acknowledge(...PACKS.flatMap(pack =>
    Object.entries(FUNCTIONS).map(([rule, reason]) => ({ id: `${pack}-${rule}`, reason }))));
  const functions = [
    handler,
    ...['framework-isComplete', 'framework-onTimeout'].map(id => provider.node.findChild(id) as unknown as IFunction),
  ];
  acknowledge(scope, 'AwsSolutions-IAM5[Resource', functions.map(({ functionArn }) => `${functionArn}:*`), FRAMEWORK);
  acknowledge(
    scope,
    'AwsSolutions-IAM4[Policy',
    [`arn:${partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`],
    FRAMEWORK,
  );
}

/** The same for permissions that cannot name what they are about. */
export function acknowledgeWildcards(scope: IConstruct, permissions: PolicyStatement[]): void {
  const wildcards = permissions.flatMap(({ resources }) => resources).filter(arn => arn.includes('*'));
  acknowledge(scope, 'AwsSolutions-IAM5[Resource', wildcards, 'describe actions of EC2 know no resource types; '
    + 'applications, log groups and keys are limited by conditions, or only looked at');
}

/** `Validations.acknowledge()` takes no id with more than one `::`, which these have. */
function acknowledge(scope: IConstruct, rule: string, arns: string[], reason: string): void {
  const findings = arns.map(arn =>
    `Annotation::${rule}::${textOf(Stack.of(scope).resolve(arn)).replace(/\$\{([^}]+)\}/g, '<$1>')}]`);
  scope.node.addMetadata(
    Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Object.fromEntries(findings.map(finding => [finding, reason])),
  );
}
