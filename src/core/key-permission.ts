import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { RolePolicy } from './role-policy';
import { tryGet } from './try-get';

/** The use of a key. */
export interface KeyUse {
  readonly key: IKey;
  readonly actions: string[];
}

/** A statement that allows the use of a key. */
export interface KeyPermission {
  readonly actions: string[];
  readonly resourceArns: string[];
  /** How the policy of the key itself names the key. */
  readonly resourceSelfArns: string[];
  readonly conditions?: { [operator: string]: { [key: string]: string[] } };
  readonly resource: IKey;
  /** Why the ARNs have wildcards, if they have. */
  readonly wildcardReason?: string;
}

/** The policy of a key is part of the key. */
const SELF = ['*'];
const ALIAS = ':alias/';

/**
 * The permission to use a key. IAM does not allow the use of a key through the ARN of its alias: an alias that knows
 * its key stands for that key, and one that was imported by its name stands for whichever key has it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function keyPermission({ key, actions }: KeyUse): KeyPermission {
  const target = targetKey(key);
  if (target !== undefined) return keyPermission({ key: target, actions });
  const [account, name] = key.keyArn.split(ALIAS);
  if (name === undefined) return { actions, resourceArns: [key.keyArn], resourceSelfArns: SELF, resource: key };
  return {
    actions,
    resourceArns: [`${account}:key/*`],
    resourceSelfArns: SELF,
    conditions: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [`alias/${name}`] } },
    resource: key,
    wildcardReason: 'The key is known by its alias only; a condition limits the statement to the key that has it.',
  };
}

/**
 * Allows to decrypt, also with a key that is known by its alias only, for which the grant of the CDK allows nothing.
 */
export function grantDecrypt(policy: RolePolicy, key: IKey): void {
  const { actions, resourceArns, conditions, wildcardReason } = keyPermission({ key, actions: ['kms:Decrypt'] });
  if (wildcardReason === undefined) {
    key.grantDecrypt(policy);
  } else {
    policy.addStatements(new PolicyStatement({ actions, resources: resourceArns, conditions }));
    policy.acknowledgeWildcards(wildcardReason, resourceArns);
  }
}

/** The key behind an alias. An alias that was imported by its name throws when it is asked for its key. */
export function targetKey(key: IKey & { readonly aliasTargetKey?: IKey }): IKey | undefined {
  return tryGet(() => key.aliasTargetKey);
}
