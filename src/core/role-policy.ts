import { Fn, Names, Stack, Validations } from 'aws-cdk-lib';
import {
  AddToPrincipalPolicyResult, IPrincipal, IRole, Policy, PolicyStatement, PrincipalPolicyFragment,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { readable } from './intrinsics';
import { SERVICE_LIMITS } from './service-limits';

const MAX_INLINE_SIZE = SERVICE_LIMITS.inlinePolicyCharacters;

/** ARNs in readable form, by stack: the applications of a stack have most of them in common. */
const READABLE_ARNS = new WeakMap<Stack, Map<string, unknown>>();

/** What this library attaches to a role, over all applications that share it. */
const ATTACHED = new WeakMap<IRole, Set<RolePolicy>>();

/** The name of a policy is at most 128 characters; the id of the stack takes 36 of them. */
const MAX_NAME_LENGTH = 60;

/**
 * Statements that an application needs, as a policy below the application rather than below the role: where the role is
 * in another stack, that stack need not know the application's resources.
 */
export class RolePolicy extends Policy {
  /** What is granted to the policy reaches resource policies as a grant to the role. */
  public readonly grantPrincipal: IPrincipal;
  private readonly given: PolicyStatement[] = [];
  private attached = false;

  constructor(scope: Construct, id: string, private readonly role: IRole) {
    // no other stack can know a role that the application makes for itself
    super(scope, id, { policyName: role.node.scope === scope ? undefined : uniqueName(scope, id) });
    this.grantPrincipal = new RolePolicyPrincipal(role, this);
    this.node.addValidation({ validate: () => this.sizeProblems() });
  }

  /**
   * Attaches the policy to the role, with its current statements and those that are added later.
   *
   * A role that cannot be changed ignores this: then the policy is no part of the template.
   */
  public attach(): void {
    this.role.attachInlinePolicy(this);
  }

  /** Called by the role, if it can be changed. */
  public attachToRole(role: IRole): void {
    this.attached = true;
    ATTACHED.set(this.role, new Set([...ATTACHED.get(this.role) ?? [], this]));
    super.attachToRole(role);
  }

  public addStatements(...statements: PolicyStatement[]): void {
    this.given.push(...statements);
    super.addStatements(...statements);
  }

  /** Whether the role took the policy. */
  public get isTaken(): boolean {
    return this.attached;
  }

  /** The statements, each as it was added. */
  public get statements(): readonly PolicyStatement[] {
    return this.given;
  }

  /** Gives audits of the template the reason for those of the resources that have a wildcard. */
  public acknowledgeWildcards(reason: string, arns: string[]): void {
    const resources = arns.map(arn => readableArn(Stack.of(this), arn));
    const isWildcard = (resource: unknown): resource is string =>
      typeof resource === 'string' && resource.includes('*');
    const wildcards = resources.filter(isWildcard);
    const findings = wildcards.map(resource =>
      `AwsSolutions-IAM5[Resource::${resource.replace(/\$\{([^}]+)\}/g, '<$1>')}]`);
    // `Validations.acknowledge()` takes no id with more than one `::`, which the ARNs in these have
    const reasons = Object.fromEntries(findings.map(finding => [`Annotation::${finding}`, reason]));
    this.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, reasons);
  }

  /** One of the policies says what is wrong with all of them. */
  private sizeProblems(): string[] {
    const policies = [...ATTACHED.get(this.role) ?? []];
    if (policies.at(-1) !== this) return [];
    // to resolve a policy takes time, and most are far from the limit
    const roughly = policies.reduce((sum, { document }) => sum + JSON.stringify(document.toJSON()).length, 0);
    if (roughly < MAX_INLINE_SIZE / 2) return [];
    const size = policies.reduce((sum, policy) => sum + policy.leastSize(), 0);
    if (size <= MAX_INLINE_SIZE) return [];
    return [`the policies of ${this.role.node.path} have at least ${size} characters, but the inline policies of a `
      + `role must have at most ${MAX_INLINE_SIZE} together: name several resources by one pattern, for example `
      + '`topics: [\'orders-*\']`, or give a `role` with managed policies of your own that cannot be changed'];
  }

  /**
   * What references become is not known: without them the size is a lower bound, so that too much is certainly too
   * much.
   */
  private leastSize(): number {
    // as it is in the template, for which the CDK merges statements where a feature flag says so
    const document: unknown = Stack.of(this).resolve(this.document);
    return JSON.stringify(readable(document) ?? '').replace(/\$\{[^}]*\}/g, '').length;
  }
}

/**
 * A name that no other stack, stage, region or account gives a policy: IAM replaces an inline policy by one of the same
 * name, and the name that the CDK gives by default is unique within a stack only.
 */
function uniqueName(scope: Construct, id: string): string {
  const stackId = Fn.select(2, Fn.split('/', Stack.of(scope).stackId));
  return `${Names.uniqueResourceName(scope, { maxLength: MAX_NAME_LENGTH })}${id}-${stackId}`;
}

class RolePolicyPrincipal implements IPrincipal {
  public readonly grantPrincipal = this;
  public readonly assumeRoleAction: string;
  public readonly policyFragment: PrincipalPolicyFragment;
  public readonly principalAccount?: string;

  constructor(role: IRole, private readonly policy: Policy) {
    this.assumeRoleAction = role.assumeRoleAction;
    this.policyFragment = role.policyFragment;
    this.principalAccount = role.principalAccount;
  }

  public addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.policy.addStatements(statement);
    return { statementAdded: true, policyDependable: this.policy };
  }
}

function readableArn(stack: Stack, arn: string): unknown {
  const known = READABLE_ARNS.get(stack) ?? new Map<string, unknown>();
  READABLE_ARNS.set(stack, known);
  if (!known.has(arn)) known.set(arn, readable(stack.resolve(arn)));
  return known.get(arn);
}
