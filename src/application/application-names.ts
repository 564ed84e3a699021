import { Stack, Token } from 'aws-cdk-lib';
import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { IConstruct } from 'constructs';
import { Limits } from '../core/limits';
import { reject } from '../core/problem';
import { SERVICE_LIMITS } from '../core/service-limits';

/** Rejects an invalid name of a new application. */
export function checkApplicationName(scope: IConstruct, applicationName: string | undefined): void {
  new Limits(scope).text('applicationName', applicationName, {
    ...SERVICE_LIMITS.applicationName, write: 'for example `orders-job`, or leave it out',
  });
}

/** Rejects an invalid name of an application that exists. */
export function checkImportedName(scope: IConstruct, applicationName: string): void {
  new Limits(scope).text('applicationName', applicationName, {
    ...SERVICE_LIMITS.applicationName, write: 'the name of the application, for example `orders-job`',
  });
}

/** Rejects the name of another application of the same account and region, as far as these are known. */
export function checkUniqueName(scope: IConstruct, applicationName: string | undefined): void {
  if (applicationName === undefined || Token.isUnresolved(applicationName)) return;
  const twin = scope.node.root.node.findAll().find(node => CfnApplicationV2.isCfnApplication(node)
    && node.applicationName === applicationName && shareEnvironment(node, scope));
  if (twin === undefined) return;
  reject(scope, {
    property: 'applicationName',
    got: applicationName,
    allowed: `a name that no other application of the account and region has, and ${twin.node.path} has it`,
    write: 'another name, or leave it out',
  });
}

function shareEnvironment(one: IConstruct, other: IConstruct): boolean {
  const [a, b] = [Stack.of(one), Stack.of(other)];
  if (a === b) return true;
  return [a.account, a.region].every(part => !Token.isUnresolved(part))
    && a.account === b.account && a.region === b.region;
}
