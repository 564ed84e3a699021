import { section } from '../template/assembly';
import { allOf, Answer, anyOf } from '../template/partial-string';
import { Value } from '../template/resolver';
import { Resource, TemplateModel } from '../template/template-model';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';
const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';
const ROLE_POLICY = 'AWS::IAM::RolePolicy';

/** How names end that CloudFormation generates: a role without a name of its own has such a one. */
const GENERATED_NAME = /-[A-Za-z0-9]{12,13}$/;

/** What one statement of a policy allows. */
export interface Allowance {
  /** The patterns of its actions in lower case, or undefined if they are not known or are named by exception. */
  readonly actions: readonly string[] | undefined;
  /** The patterns of its resources, or undefined if they are not known or are named by exception. */
  readonly resources: readonly string[] | undefined;
  /** The condition keys, in lower case, without which a request is not allowed. */
  readonly conditionKeys: readonly string[];
  /** The policy that the statement is in, or the role itself. */
  readonly source: Resource;
}

/**
 * An execution role that the app defines, with all that policies of the app allow it.
 *
 * Statements that deny are not weighed, and conditions are taken to be met: what is missing is missing all the same.
 */
export class RoleFacts {
  public readonly allowances: readonly Allowance[];
  /** Whether all its policies are known, so that what is not allowed by them is not allowed. */
  public readonly isComplete: boolean;
  private complete = true;

  constructor(private readonly model: TemplateModel, public readonly resource: Resource) {
    this.allowances = [
      ...this.documents(model.value(resource, 'Policies')).flatMap(document => this.parse(document, resource)),
      ...this.policies().flatMap(policy => this.parse(model.value(policy, 'PolicyDocument'), policy)),
    ];
    this.isComplete = this.complete && !model.hasMacros;
  }

  /** Whether the role may do something; what a policy that is not known allows may be anything. */
  public allows(action: string, resource: string): Answer {
    return anyOf([...this.allowances.map(allowance => this.grants(allowance, action, resource)), this.isComplete ? 'no' : 'maybe']);
  }

  /** Whether one statement allows something. */
  public grants(allowance: Allowance, action: string, resource: string): Answer {
    const { texts } = this.model.resolver;
    const answer = (patterns: readonly string[] | undefined, text: string) => patterns === undefined ? 'maybe' : anyOf(patterns.map(pattern => texts.fits(pattern, text)));
    const named = answer(allowance.actions, action.toLowerCase());
    return named === 'no' ? 'no' : allOf([named, answer(allowance.resources, resource)]);
  }

  /** Whether a service may assume the role. */
  public trusts(service: string): Answer {
    const statements = this.statements(this.model.value(this.resource, 'AssumeRolePolicyDocument'));
    if (statements === undefined || this.model.hasMacros) return 'maybe';
    const { texts } = this.model.resolver;
    return anyOf(statements.map(statement => {
      if (this.effect(statement) === 'Deny') return 'no';
      const actions = this.patterns(this.model.part(statement, 'Action'))?.map(pattern => texts.fits(pattern, 'sts:assumerole'));
      const principals = this.principals(this.model.part(statement, 'Principal'), 'Service');
      return allOf([anyOf(actions ?? ['maybe']), anyOf(principals?.map(pattern => texts.fits(pattern, service)) ?? ['maybe'])]);
    }));
  }

  /** The principals of one kind in a statement, or undefined if they are not known. */
  public principals(principal: Value, kind: string): string[] | undefined {
    if (this.model.isUnresolved(principal)) return undefined;
    if (principal === '*') return ['*'];
    const named = this.model.part(principal, kind);
    if (named === undefined) return kind !== 'AWS' && this.principals(principal, 'AWS')?.includes('*') !== false ? ['*'] : [];
    return this.model.list(Array.isArray(named) ? named : [named]);
  }

  /** The statements of a policy document, or undefined if they are not known. */
  public statements(document: Value): Value[] | undefined {
    const statement = this.model.part(document, 'Statement');
    if (this.model.isUnresolved(statement)) return undefined;
    return statement === undefined ? [] : Array.isArray(statement) ? statement : [statement];
  }

  /** Patterns of actions in lower case. */
  public patterns(value: Value): string[] | undefined {
    if (value === undefined || this.model.isUnresolved(value)) return undefined;
    return this.model.list(Array.isArray(value) ? value : [value])?.map(text => text.toLowerCase());
  }

  public effect(statement: Value): unknown {
    return this.model.part(statement, 'Effect');
  }

  private documents(policies: Value): Value[] {
    if (policies === undefined) return [];
    if (Array.isArray(policies)) return policies.map(policy => this.model.part(policy, 'PolicyDocument'));
    this.complete = false;
    return [];
  }

  /** The policies that are attached to the role, whichever resource says so. */
  private policies(): Resource[] {
    const names = [this.resource.id, this.model.knownText(this.resource, 'RoleName')].filter(name => name !== undefined);
    const attached = names.flatMap(name => [[POLICY, 'Roles'], [MANAGED_POLICY, 'Roles'], [ROLE_POLICY, 'RoleName']].flatMap(([type, property]) => {
      const { definite, potential } = this.model.referencing(type, property, name);
      this.complete &&= potential.every(policy => this.isOfOthers(this.model.value(policy, property)));
      return definite;
    }));
    const arns = this.model.value(this.resource, 'ManagedPolicyArns') ?? [];
    const listed = this.model.list(arns)?.map(arn => this.model.resource(arn, MANAGED_POLICY)) ?? [undefined];
    this.complete &&= !listed.includes(undefined);
    return [...new Set([...attached, ...listed.filter(policy => policy !== undefined)])];
  }

  /** Whether names of roles surely mean other roles than this one. */
  private isOfOthers(names: Value): boolean {
    const { texts } = this.model.resolver;
    const own = this.model.text(this.resource, 'RoleName');
    const differs = (name: string) => (own === undefined ? !GENERATED_NAME.test(name) : texts.isFullyResolved(own) && name !== own);
    const isOther = (name: string) => texts.isFullyResolved(name) && differs(name);
    return this.model.list([names].flat())?.every(name => texts.equal(name, this.resource.id) === 'no' || isOther(name)) ?? false;
  }

  private parse(document: Value, source: Resource): Allowance[] {
    const statements = this.statements(document);
    this.complete &&= statements !== undefined;
    return (statements ?? []).flatMap(statement => {
      if (this.effect(statement) === 'Deny') return [];
      const resources = this.model.part(statement, 'Resource');
      return [{
        actions: this.patterns(this.model.part(statement, 'Action')),
        resources: resources === undefined ? undefined : this.model.list(Array.isArray(resources) ? resources : [resources]),
        conditionKeys: requiredKeys(this.model.part(statement, 'Condition')),
        source,
      }];
    });
  }
}

/** Finds the role that a property names by its ARN, if the app defines it. */
export function rolesByArn(model: TemplateModel): (arn: string) => Resource | undefined {
  const byAttribute = new Map(model.resources(ROLE).map(role => [model.resolver.resourceHole(role.template, role.logicalId, 'Arn'), role]));
  // an ARN that is put together ends in a reference to the role
  return arn => byAttribute.get(arn) ?? model.resource(/:role\/(.+)$/.exec(arn)?.[1], ROLE);
}

/** Keys that must be there for a condition to hold: not those of `...IfExists` and `Null`. */
function requiredKeys(condition: Value): string[] {
  return Object.entries(section(condition))
    .filter(([operator]) => !/IfExists$|^Null$/.test(operator))
    .flatMap(([, keys]) => Object.keys(section(keys)).map(key => key.toLowerCase()));
}
