import { awsManagedPolicy } from './managed-policies';
import { section } from '../template/assembly';
import { allOf, Answer, anyOf } from '../template/partial-string';
import { Value } from '../template/resolver';
import { Resource, TemplateModel } from '../template/template-model';

const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';
const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy';
const ROLE_POLICY = 'AWS::IAM::RolePolicy';

/** What rules about roles can see, for their documentation. */
export const SEEN_ROLES = 'It checks roles that the app defines. It reads the inline policies and managed policies of '
  + 'the app that are attached to the role, and knows common managed policies of AWS. Any other managed policy, or one '
  + 'that cannot be identified, may allow anything. Nothing is reported then. It does not evaluate denials, conditions '
  + 'and permissions boundaries.';

/** How names end that CloudFormation generates: a role without a name of its own has such a one. */
const GENERATED_NAME = /-[A-Za-z0-9]{12,13}$/;

/** What one statement of a policy allows. */
export interface Allowance {
  /** The patterns of its actions in lower case, or undefined if they are not known or are named by exception. */
  readonly actions: readonly string[] | undefined;
  /** The same patterns as the policy writes them. */
  readonly writtenActions?: readonly string[];
  /** The patterns of its resources, or undefined if they are not known or are named by exception. */
  readonly resources: readonly string[] | undefined;
  /** The condition keys, in lower case, without which a request is not allowed. */
  readonly conditionKeys: readonly string[];
  /** The policy that the statement is in, or the role itself. */
  readonly source: Resource;
  /** Whether a policy of AWS says so, which allows more than what an application is for. */
  readonly isOfAws?: boolean;
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
      ...this.policiesOfAws(),
    ];
    this.isComplete = this.complete && !model.hasMacros;
  }

  /** Whether the role may do something; what a policy that is not known allows may be anything. */
  public allows(action: string, resource: string): Answer {
    return anyOf([
      ...this.allowances.map(allowance => this.grants(allowance, action, resource)), this.isComplete ? 'no' : 'maybe',
    ]);
  }

  /** Whether one statement allows something. */
  public grants(allowance: Allowance, action: string, resource: string): Answer {
    const named = this.fitsAny(allowance.actions, action.toLowerCase());
    return named === 'no' ? 'no' : allOf([named, this.fitsAny(allowance.resources, resource)]);
  }

  /** Whether what a source allows is in place when CloudFormation creates a resource, as far as its template tells. */
  public isInPlaceFor(subject: Resource, source: Resource): boolean {
    return source.template !== subject.template || this.model.dependenciesOf(subject).has(source.logicalId);
  }

  /** Whether a service may assume the role. */
  public trusts(service: string): Answer {
    const statements = this.trustStatements();
    return statements === undefined ? 'maybe' : anyOf(statements.map(statement => this.admits(statement, service)));
  }

  /** The sources that conditions of the trust policy name, if none of its statements admits a service for this one. */
  public excludedSource(service: string, source: string): string[] | undefined {
    const statements = this.trustStatements()?.filter(statement => this.admits(statement, service) !== 'no') ?? [];
    const excluded = statements.map(statement => this.excludingSources(statement, source));
    return excluded.length === 0 || excluded.includes(undefined)
      ? undefined
      : excluded.flatMap(sources => sources ?? []);
  }

  private trustStatements(): Value[] | undefined {
    if (this.model.hasMacros) return undefined;
    return this.statements(this.model.value(this.resource, 'AssumeRolePolicyDocument'));
  }

  private admits(statement: Value, service: string): Answer {
    if (this.effect(statement) === 'Deny') return 'no';
    const { strings } = this.model.resolver;
    const actions = this.patterns(this.model.part(statement, 'Action'));
    const principals = this.principals(this.model.part(statement, 'Principal'), 'Service');
    return allOf([
      anyOf(actions?.map(pattern => strings.fits(pattern, 'sts:assumerole')) ?? ['maybe']),
      anyOf(principals?.map(pattern => strings.fits(pattern, service)) ?? ['maybe']),
    ]);
  }

  /** The values of a condition on the source that this source fits none of. */
  private excludingSources(statement: Value, source: string): string[] | undefined {
    const { strings } = this.model.resolver;
    const conditions = Object.entries(section(this.model.part(statement, 'Condition')))
      .filter(([operator]) => /^(?:Arn|String)(?:Like|Equals)$/.test(operator))
      .flatMap(([, keys]) => Object.entries(section(keys)))
      .filter(([key]) => key.toLowerCase() === 'aws:sourcearn');
    const lists = conditions.map(([, value]) => this.model.list([value].flat()));
    return lists.find(values => values !== undefined && values.every(value => strings.fits(value, source) === 'no'));
  }

  /** The principals of one kind in a statement, or undefined if they are not known. */
  public principals(principal: Value, kind: string): string[] | undefined {
    if (this.model.isUnresolved(principal)) return undefined;
    if (principal === '*') return ['*'];
    const named = this.model.part(principal, kind);
    if (named === undefined) {
      return kind !== 'AWS' && this.principals(principal, 'AWS')?.includes('*') !== false ? ['*'] : [];
    }
    return this.model.list(Array.isArray(named) ? named : [named]);
  }

  /** The statements of a policy document, an object or JSON text, or undefined if they are not known. */
  public statements(document: Value): Value[] | undefined {
    const parsed = typeof document === 'string' ? parsedDocument(document) : document;
    if (typeof parsed === 'string') return undefined;
    const statement = this.model.part(parsed, 'Statement');
    if (this.model.isUnresolved(statement)) return undefined;
    if (statement === undefined) return [];
    return Array.isArray(statement) ? statement : [statement];
  }

  /** Patterns of actions in lower case. */
  public patterns(value: Value): string[] | undefined {
    return this.writtenPatterns(value)?.map(text => text.toLowerCase());
  }

  private writtenPatterns(value: Value): string[] | undefined {
    if (value === undefined || this.model.isUnresolved(value)) return undefined;
    return this.model.list(Array.isArray(value) ? value : [value]);
  }

  public effect(statement: Value): unknown {
    return this.model.part(statement, 'Effect');
  }

  private fitsAny(patterns: readonly string[] | undefined, text: string): Answer {
    if (patterns === undefined) return 'maybe';
    let answer: Answer = 'no';
    for (const pattern of patterns) {
      const fits = this.model.resolver.strings.fits(pattern, text);
      if (fits === 'yes') return 'yes';
      if (fits === 'maybe') answer = 'maybe';
    }
    return answer;
  }

  private documents(policies: Value): Value[] {
    if (policies === undefined) return [];
    if (Array.isArray(policies)) return policies.map(policy => this.model.part(policy, 'PolicyDocument'));
    this.complete = false;
    return [];
  }

  /** The policies that are attached to the role, whichever resource says so. */
  private policies(): Resource[] {
    const names = [this.resource.id, this.model.knownText(this.resource, 'RoleName')];
    const attached = names.filter(name => name !== undefined).flatMap(name => this.attachedTo(name));
    const listed = this.managedPolicyArns()?.filter(arn => awsManagedPolicy(this.show(arn)) === undefined);
    const ofApp = listed?.map(arn => this.model.resource(arn, MANAGED_POLICY)) ?? [undefined];
    this.complete &&= !ofApp.includes(undefined);
    return [...new Set([...attached, ...ofApp.filter(policy => policy !== undefined)])];
  }

  private attachedTo(name: string): Resource[] {
    const attachments = [[POLICY, 'Roles'], [MANAGED_POLICY, 'Roles'], [ROLE_POLICY, 'RoleName']];
    return attachments.flatMap(([type, property]) => {
      const { definite, potential } = this.model.referencing(type, property, name);
      this.complete &&= potential.every(policy => this.isOfOthers(this.model.value(policy, property)));
      return definite;
    });
  }

  private policiesOfAws(): Allowance[] {
    return (this.managedPolicyArns() ?? []).flatMap(arn => {
      const actions = awsManagedPolicy(this.show(arn))?.map(action => action.toLowerCase());
      if (actions === undefined) return [];
      return [{ actions, resources: ['*'], conditionKeys: [], source: this.resource, isOfAws: true }];
    });
  }

  private managedPolicyArns(): string[] | undefined {
    return this.model.list(this.model.value(this.resource, 'ManagedPolicyArns') ?? []);
  }

  private show(arn: string): string {
    return this.model.resolver.strings.show(arn);
  }

  /** Whether names of roles definitely mean other roles than this one. */
  private isOfOthers(names: Value): boolean {
    const { strings } = this.model.resolver;
    const own = this.model.text(this.resource, 'RoleName');
    const differs = (name: string) =>
      (own === undefined ? !GENERATED_NAME.test(name) : strings.isFullyResolved(own) && name !== own);
    const isOther = (name: string) => strings.isFullyResolved(name) && differs(name);
    return this.model.list([names].flat())?.every(name =>
      strings.equal(name, this.resource.id) === 'no' || isOther(name)) ?? false;
  }

  private parse(document: Value, source: Resource): Allowance[] {
    const statements = this.statements(document);
    this.complete &&= statements !== undefined;
    return (statements ?? []).flatMap(statement => {
      if (this.effect(statement) === 'Deny') return [];
      const resources = this.model.part(statement, 'Resource');
      return [{
        actions: this.patterns(this.model.part(statement, 'Action')),
        writtenActions: this.writtenPatterns(this.model.part(statement, 'Action')),
        resources: resources === undefined
          ? undefined
          : this.model.list(Array.isArray(resources) ? resources : [resources]),
        conditionKeys: requiredKeys(this.model.part(statement, 'Condition')),
        source,
      }];
    });
  }
}

/** A policy document that is written as JSON text; the text itself where it is none. */
function parsedDocument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The role that a property names by its ARN, if the app defines it. */
export function roleByArn(model: TemplateModel, arn: string): Resource | undefined {
  // an ARN that is put together ends in a reference to the role
  return model.resourceByAttribute(arn, ROLE, 'Arn') ?? model.resource(/:role\/(.+)$/.exec(arn)?.[1], ROLE);
}

/** Keys that must be there for a condition to hold: not those of `...IfExists` and `Null`. */
function requiredKeys(condition: Value): string[] {
  return Object.entries(section(condition))
    .filter(([operator]) => !/IfExists$|^Null$/.test(operator))
    .flatMap(([, keys]) => Object.keys(section(keys)).map(key => key.toLowerCase()));
}
