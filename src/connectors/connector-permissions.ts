import { createHash } from 'node:crypto';
import { IResource, Stack } from 'aws-cdk-lib';
import { AddToResourcePolicyResult, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, IDependable } from 'constructs';
import { BoundConnector, otherAccount } from './bound-connector';
import { FlinkConnectorConfig, FlinkConnectorPermission } from './connector';
import { keyPermission } from '../core/key-permission';
import { RolePolicy } from '../core/role-policy';
import { warnOfUnknownKey } from '../core/unknown-key';
import { warn } from '../core/warning';

/** What the execution role is allowed to do for sources and sinks: one policy, created with the first of them. */
export class ConnectorPermissions {
  private readonly granted = new Set<string>();
  private policy?: RolePolicy;

  constructor(private readonly scope: Construct, private readonly role: IRole) {}

  /** Allows what the connectors ask for, and returns what the application has to wait for. */
  public grant(connectors: BoundConnector[]): IDependable[] {
    for (const { name, config } of connectors) {
      this.allowAll(name, config.permissions ?? []);
      this.warnOfUnknownKeys(config);
      config.encryption?.forEach(encryption =>
        this.allowAll(`the key ${encryption.key.node.path} of ${name}`, [keyPermission(encryption)]));
    }
    // a policy without statements can be neither attached nor waited for
    this.policy?.attach();
    return this.policy === undefined ? [] : [this.policy];
  }

  /** A connector may name the key of an imported bucket, which the bucket itself does not know. */
  private warnOfUnknownKeys({ permissions = [], encryption }: FlinkConnectorConfig): void {
    if (encryption !== undefined) return;
    new Set(permissions.map(({ resource }) => resource)).forEach(resource => warnOfUnknownKey(this.scope, resource));
  }

  /** Allows all permissions of a connector, and says once what the other account must allow. */
  private allowAll(name: string, permissions: FlinkConnectorPermission[]): void {
    const actions = new Map<string, string[]>();
    for (const permission of permissions) {
      const account = this.allow(permission);
      if (account !== undefined) actions.set(account, [...actions.get(account) ?? [], ...permission.actions]);
    }
    actions.forEach((denied, account) => this.warnOfOtherAccount(name, account, [...new Set(denied)]));
  }

  /**
   * Within one account the permission of the role is enough; a resource of another account must allow it too.
   *
   * @returns the other account whose policy cannot be extended from here, if there is one
   */
  private allow(permission: FlinkConnectorPermission): string | undefined {
    const { actions, resourceArns, resourceSelfArns = resourceArns, conditions, wildcardReason, resource } = permission;
    const statement = { actions, resources: resourceArns, conditions };
    const key = JSON.stringify(Stack.of(this.scope).resolve(statement));
    if (this.granted.has(key)) return undefined;
    this.granted.add(key);

    const policy = this.policy ??= new RolePolicy(this.scope, 'ConnectorPolicy', this.role);
    policy.addStatements(new PolicyStatement(statement));
    if (wildcardReason !== undefined) policy.acknowledgeWildcards(wildcardReason, resourceArns);

    const account = otherAccount(Stack.of(this.scope), permission);
    if (account === undefined) return undefined;
    const agreement = new PolicyStatement({
      ...statement, sid: this.sidOf(key), resources: resourceSelfArns, principals: [policy.grantPrincipal],
    });
    return hasPolicy(resource) && resource.addToResourcePolicy(agreement).statementAdded ? undefined : account;
  }

  /** The statements of an event bus must have an id, which differs from all others in the same policy. */
  private sidOf(statement: string): string {
    const hash = createHash('sha256').update(`${this.scope.node.addr} ${statement}`).digest('hex');
    return `Flink${hash.slice(0, 16)}`;
  }

  private warnOfOtherAccount(name: string, account: string, actions: string[]): void {
    warn(this.scope, 'cross-account',
      `${name} is in account ${account}, and its own policy cannot be extended from here: it must allow the role `
      + `${this.role.node.path} ${actions.join(', ')}, or the job is denied access`);
  }
}

interface ResourceWithPolicy extends IResource {
  addToResourcePolicy(statement: PolicyStatement): AddToResourcePolicyResult;
}

function hasPolicy(resource: IResource | undefined): resource is ResourceWithPolicy {
  return resource !== undefined && 'addToResourcePolicy' in resource;
}
