import { IResource, Resource, Stack, Token } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { ApplicationCodeConfig } from './application-code';
import { grantDecrypt } from '../core/key-permission';
import { RolePolicy } from '../core/role-policy';
import { warnOfUnknownKey } from '../core/unknown-key';
import { warn } from '../core/warning';

type ObjectLocation = Pick<ApplicationCodeConfig, 'bucket' | 'objectKey'>;

/**
 * Allows the role to read exactly the code object, and warns what must be allowed in other accounts.
 *
 * @param name what the object is, for messages
 */
export function grantCode(
  scope: IConstruct, policy: RolePolicy, { bucket, objectKey }: ObjectLocation, name = 'the code',
): void {
  Grant.addToPrincipalOrResource({
    grantee: policy,
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    resourceArns: [bucket.arnForObjects(objectKey)],
    resource: bucket,
  });
  warnOfOtherAccount(scope, `the bucket of ${name}`, bucket, 's3:GetObject, s3:GetObjectVersion');
  if (bucket.encryptionKey !== undefined) {
    grantDecrypt(policy, bucket.encryptionKey);
    warnOfOtherAccount(scope, `the key of ${name}`, bucket.encryptionKey, 'kms:Decrypt');
  }
  warnOfUnknownKey(scope, bucket);
  const { region } = Stack.of(scope);
  if (!differ(bucket.env.region, region)) return;
  warn(scope, 'code-region', `the bucket of ${name}, ${bucket.node.path}, is in ${bucket.env.region}, and that the `
    + `service reads code of another region is not documented: use a bucket in ${region}`);
}

/**
 * Within one account, the permission of the role is sufficient. Another account must allow the access too. A resource
 * that the app defines there does so.
 */
function warnOfOtherAccount(scope: IConstruct, name: string, resource: IResource, actions: string): void {
  if (Resource.isOwnedResource(resource) || !differ(resource.env.account, Stack.of(scope).account)) return;
  warn(scope, 'cross-account', `${name}, ${resource.node.path}, is in account ${resource.env.account}, and its own `
    + `policy cannot be extended from here: it must allow the role of ${scope.node.path} ${actions}, or the `
    + 'application cannot be created');
}

function differ(one: string, other: string): boolean {
  return one !== other && !Token.isUnresolved(one) && !Token.isUnresolved(other);
}
