import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

const CONTEXT = 'kms:EncryptionContext:aws:kinesisanalytics:arn';

export type Conditions = Record<string, Record<string, unknown>>;

/** The keys of applications, and the applications. */
export interface ApplicationKeys {
  readonly keyArns: string[];
  /** The ARN of one application, or a pattern. */
  readonly applicationArn: string;
  readonly isPattern: boolean;
  /** What limits the statements beside. */
  readonly conditions?: Conditions;
}

/**
 * The statements that the identity of an operator needs: of CloudFormation's role, and of whoever starts and stops the
 * applications. The service uses the keys on the operator's behalf.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/key-management-flink.html
 */
export function keyOperatorStatements(stack: Stack, applications: ApplicationKeys): PolicyStatement[] {
  const { keyArns: resources, conditions = {} } = applications;
  const via = { StringEquals: { 'kms:ViaService': `kinesisanalytics.${stack.region}.${stack.urlSuffix}` } };
  const context = contextCondition(applications);
  // without ids, which must not repeat in a policy: one identity may operate several applications
  const allow = (actions: string[], ...more: Conditions[]) =>
    new PolicyStatement({ actions, resources, conditions: mergeConditions(conditions, via, ...more) });
  return [
    allow(['kms:DescribeKey']),
    allow(['kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'], context),
    allow(['kms:CreateGrant'], context, grantCondition()),
  ];
}

export function contextCondition(
  { applicationArn, isPattern }: Pick<ApplicationKeys, 'applicationArn' | 'isPattern'>,
): Conditions {
  return { [isPattern ? 'StringLike' : 'StringEquals']: { [CONTEXT]: applicationArn } };
}

/** The service creates a grant to decrypt, and no other grant. */
export function grantCondition(): Conditions {
  return {
    'StringEquals': { 'kms:GrantConstraintType': 'EncryptionContextSubset' },
    'ForAllValues:StringEquals': { 'kms:GrantOperations': 'Decrypt' },
  };
}

export function mergeConditions(...all: Conditions[]): Conditions {
  const operators = [...new Set(all.flatMap(conditions => Object.keys(conditions)))];
  return Object.fromEntries(
    operators.map(operator => [operator, Object.assign({}, ...all.map(conditions => conditions[operator]))]),
  );
}
