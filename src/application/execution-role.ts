import { createHash } from 'node:crypto';
import { PhysicalName, Stack } from 'aws-cdk-lib';
import {
  AddToPrincipalPolicyResult, IPrincipal, IRole, PolicyDocument, PolicyStatement, PrincipalPolicyFragment, Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct, IDependable } from 'constructs';
import { dependableWithoutDefaultChild } from '../core/dependables';
import { environmentArn } from '../core/environment-arn';
import { isObject, readable } from '../core/intrinsics';
import { RolePolicy } from '../core/role-policy';
import { warn } from '../core/warning';

const WILDCARD_REASON = 'These actions cannot be narrowed further: describe actions have no resource types, network '
  + 'interfaces have no ID before the service creates them, and the ARN of a log group ends in a wildcard for its '
  + 'streams.';

/** The name of an uploaded file is the hash of its content, which changes with the code. */
const ASSET_KEY = /\/[0-9a-f]{64}\./;

/**
 * A role that the service can assume for applications of this account and region. Without the conditions, an
 * application of another account could use it. The condition does not contain the name of the application, because
 * CloudFormation updates a role before the application: a renamed application would lose its role while it still runs.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/iam-cross-service-confused-deputy-prevention.html
 */
export function createExecutionRole(scope: Construct, roleName: string | undefined): Role {
  const stack = Stack.of(scope);
  return new Role(scope, 'Role', {
    // without a name from the user, a name is needed only if a resource of another account refers to the role
    roleName: roleName ?? PhysicalName.GENERATE_IF_NEEDED,
    description: 'Execution role of a Managed Service for Apache Flink application',
    assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: {
          'aws:SourceArn': environmentArn(stack, 'kinesisanalytics', 'application/*'),
        },
      },
    }),
  });
}

/** The execution role of an application, with the policies below the application. */
export class ExecutionRole {
  /** The principal that permissions are granted to. */
  public readonly grantPrincipal: IPrincipal;
  private warnedOf = 0;

  /**
   * @param scope the application
   * @param role the role of the user, or the role that was created below the application
   * @param onPolicy called with each policy that is created later, which the application must depend on
   */
  constructor(
    private readonly scope: Construct, private readonly role: IRole, onPolicy: (policy: IDependable) => void,
  ) {
    // a policy in the stack of the user's role could make that stack depend on the application's stack
    this.grantPrincipal = role.node.scope === scope ? role : new GrantPrincipal(scope, role, onPolicy);
  }

  /**
   * Allows what every application needs, and returns what the application must depend on.
   *
   * @param grantMore adds to the same policy
   */
  public grantBasics(statements: PolicyStatement[], grantMore: (policy: RolePolicy) => void): IDependable[] {
    const policy = new RolePolicy(this.scope, 'Policy', this.role);
    policy.addStatements(...statements);
    const arns = statements.flatMap(({ resources }) => resources).filter(arn => arn.includes('*'));
    policy.acknowledgeWildcards(WILDCARD_REASON, arns);
    grantMore(policy);
    policy.attach();
    return [dependableWithoutDefaultChild(this.role), policy];
  }

  /** The permissions of all policies below the application, attached or not. Uploaded code can have any name. */
  public requiredPolicy(): PolicyDocument {
    return new PolicyDocument({
      statements: this.policies().flatMap(({ statements }) => statements.map(withAnyAsset)),
    });
  }

  /** Warns what an immutable role must allow, unless a warning said so before. */
  public warnIfImmutable(): void {
    const missing = this.policies()
      .filter(policy => !policy.isTaken)
      .flatMap(({ statements }) => statements.map(withAnyAsset));
    const texts = missing
      .slice(this.warnedOf)
      .map(statement => describe(Stack.of(this.scope).resolve(statement.toStatementJson())));
    if (texts.length === 0) return;
    // an ID for exactly these statements, so that acknowledging the first warning does not hide later statements
    const topic = this.warnedOf === 0 ? 'immutable-role' : `immutable-role-${digest(texts)}`;
    this.warnedOf = missing.length;
    warn(this.scope, topic, `nothing can be added to the role ${this.role.node.path}, so it must already allow what `
      + 'follows, or the application cannot be created or hangs when it starts. `requiredPolicy()` gives all of it '
      + 'as a policy document:\n'
      + texts.join('\n'));
  }

  private policies(): RolePolicy[] {
    return this.scope.node.children.filter((child): child is RolePolicy => child instanceof RolePolicy);
  }
}

/** Adds grants to a policy below the application, which is created with the first statement. */
class GrantPrincipal implements IPrincipal {
  public readonly grantPrincipal = this;
  public readonly assumeRoleAction: string;
  public readonly policyFragment: PrincipalPolicyFragment;
  public readonly principalAccount?: string;
  private policy?: RolePolicy;

  constructor(
    private readonly scope: Construct,
    private readonly role: IRole,
    private readonly onPolicy: (policy: IDependable) => void,
  ) {
    this.assumeRoleAction = role.assumeRoleAction;
    this.policyFragment = role.policyFragment;
    this.principalAccount = role.principalAccount;
  }

  public addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    const policy = this.policy ?? new RolePolicy(this.scope, 'GrantPolicy', this.role);
    policy.addStatements(statement);
    if (this.policy === undefined) {
      this.policy = policy;
      policy.attach();
      this.onPolicy(policy);
    }
    return { statementAdded: true, policyDependable: policy };
  }
}

function withAnyAsset(statement: PolicyStatement): PolicyStatement {
  const resources = statement.resources.map(resource => resource.replace(ASSET_KEY, '/*.'));
  return statement.copy({ resources });
}

/** A statement as one line of text. */
function describe(statement: unknown): string {
  const { Action: actions, Resource: resources, Condition: condition } = readable(statement) as Record<string, unknown>;
  const list = (value: unknown) => [value].flat().join(', ');
  return `- ${list(actions)} on ${list(resources)}${isObject(condition) ? ` if ${JSON.stringify(condition)}` : ''}`;
}

function digest(texts: string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 8);
}
