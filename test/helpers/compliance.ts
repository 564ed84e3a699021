import { Validations } from 'aws-cdk-lib';
import { CfnSecurityGroupEgress, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { FlinkApplication } from '../../src';

/** One rule that is broken by one resource. */
export interface Finding {
  readonly rule: string;
  readonly path: string;
}

const PACKS = [new AwsSolutionsChecks(), new NIST80053R5Checks(), new HIPAASecurityChecks()];

/** What the packs of cdk-nag find in what is ours, unless somebody gave a reason for it. */
export function findings(scope: IConstruct, packs = PACKS): Finding[] {
  const ours = new Set(scope.node.findAll().filter(isOurs).map(({ node }) => node.path));
  return packs.flatMap(pack => pack.validateScope(scope).violations)
    .flatMap(({ ruleName: rule, violatingResources }) =>
      violatingResources.map(({ constructPath: path = '' }) => ({ rule, path })))
    .filter(({ path }) => ours.has(path));
}

/** What they would find without the reasons that the library itself gives. */
export function findingsWithoutReasons(scope: IConstruct): Finding[] {
  const validations: { ACKNOWLEDGED_RULES_METADATA_KEY: string } = Validations;
  const key = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;
  validations.ACKNOWLEDGED_RULES_METADATA_KEY = 'nothing';
  try {
    return findings(scope);
  } finally {
    validations.ACKNOWLEDGED_RULES_METADATA_KEY = key;
  }
}

/** The findings of cdk-nag that the library gives reasons for. */
export function reasons(scope: IConstruct): Finding[] {
  return scope.node.findAll().filter(isOurs).flatMap(({ node }) => node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.keys(data as object).map(id => ({ rule: id.replace(/^annotation::/i, ''), path: node.path }))))
    .filter(({ rule }) => rule.startsWith('AwsSolutions-'));
}

/**
 * Whether the library made it: it is below an application or below what a VPC gets, or is a rule that opens a group of
 * the user.
 */
function isOurs(construct: IConstruct): boolean {
  const isRule = construct instanceof CfnSecurityGroupIngress || construct instanceof CfnSecurityGroupEgress;
  return construct.node.scopes.some(scope =>
    scope instanceof FlinkApplication || scope.node.id.startsWith('ManagedFlink'))
    || (isRule && /^(Managed Service for Apache Flink|VPC endpoint)/.test(construct.description ?? ''));
}
