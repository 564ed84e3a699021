import {
  CfnElement, CfnParameter, CfnResource, DefaultTokenResolver, IFragmentConcatenator, IPostProcessor, IResolvable,
  IResolveContext,
  Reference, Stack, Stage, Token, Tokenization,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { identifiedReference, isIdentifiedReference, isObject, referenceParts, textOf } from './intrinsics';

/** Attributes that give the id of the resource itself, as `Ref` does. */
const SELF = new Set(['Ref', 'Id', 'VpcId', 'SubnetId', 'GroupId', 'RouteTableId']);

/**
 * Says what a value stands for, so that two values can be compared wherever in the app they were written: literals are
 * themselves, a reference is the path of the construct that it refers to, everything else is its CloudFormation text
 * and environment.
 *
 * Resolving alone is not enough: two stacks give the same logical id to different resources.
 */
export function identityOf(scope: IConstruct, value: unknown): string {
  const reference = soleReference(value);
  if (reference !== undefined) return identityOfTarget(reference.target, reference.displayName);
  const resolved = Tokenization.resolve(value, { scope, resolver: new IdentityResolver(), preparing: false });
  const local = localReference(scope, resolved);
  if (local !== undefined) return local;
  const text = textOf(resolved);
  return isIdentifiedReference(resolved) || !/\$\{|\{\{resolve:|"Fn::/.test(text)
    ? text
    : `${text}@${environmentOf(scope)}`;
}

/** The properties of a resource as CloudFormation will see them, overrides included, with identities for references. */
export function identifiedProperties(resource: CfnElement): Record<string, unknown> {
  return propertiesOf(Tokenization.resolve(resource._toCloudFormation(), {
    scope: resource, resolver: new IdentityResolver(), preparing: false,
  }));
}

/** The properties of a resource as CloudFormation will see them, overrides included. */
export function resolvedProperties(resource: CfnElement): Record<string, unknown> {
  return propertiesOf(Stack.of(resource).resolve(resource._toCloudFormation()));
}

/** The construct that a value refers to, if it refers to one by its id. */
export function referredConstruct(value: string): IConstruct | undefined {
  const reference = soleReference(value);
  return reference !== undefined && SELF.has(reference.displayName) ? reference.target : undefined;
}

/** The reference that a text consists of, if it is one and nothing else: then nothing has to be resolved. */
function soleReference(value: unknown): Reference | undefined {
  if (typeof value !== 'string') return undefined;
  const { firstToken: token, length } = Tokenization.reverseString(value);
  return length === 1 && token !== undefined && isResourceReference(token) ? token : undefined;
}

/** A reference to something of the app, rather than to a pseudo parameter. */
function isResourceReference(token: IResolvable): token is Reference {
  return Reference.isReference(token) && !token.displayName.startsWith('AWS::');
}

class IdentityResolver extends DefaultTokenResolver {
  constructor() {
    super(new TextConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (isResourceReference(token)) {
      return identifiedReference(identityOfTarget(token.target, token.displayName));
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

class TextConcat implements IFragmentConcatenator {
  public join(left: unknown, right: unknown): string {
    return [left, right].filter(part => part !== undefined).map(textOf).join('');
  }
}

/** Two stacks that read the same SSM parameter mean the same value, though each has a template parameter of its own. */
function identityOfTarget(target: IConstruct, attribute: string): string {
  if (target instanceof CfnParameter && target.type.startsWith('AWS::SSM::Parameter::Value')
    && target.default !== undefined) {
    return `ssm(${textOf(target.default)})@${environmentOf(target)}`;
  }
  return SELF.has(attribute) ? target.node.path : `${target.node.path}#${attribute}`;
}

/** A `{ Ref }` or `{ Fn::GetAtt }` that was written by hand into a resource of the same stack. */
function localReference(scope: IConstruct, value: unknown): string | undefined {
  const { target, attribute } = localTarget(scope, value) ?? {};
  return target && identityOfTarget(target, attribute!);
}

/** What a `{ Ref }` or `{ Fn::GetAtt }` of a stack refers to. */
function localTarget(scope: IConstruct, value: unknown): { target: CfnElement; attribute: string } | undefined {
  const reference = referenceParts(value);
  if (reference === undefined) return undefined;
  const stack = Stack.of(scope);
  const target = stack.node.findAll().filter(CfnElement.isCfnElement)
    .find(child => child.stack === stack && stack.resolve(child.logicalId) === reference.logicalId);
  return target && { target, attribute: reference.attribute };
}

/** A resolved value of a resource as a token that other stacks may use too. */
export function tokenOf(scope: IConstruct, value: unknown): string {
  const { target, attribute } = localTarget(scope, value) ?? {};
  if (target === undefined || !CfnResource.isCfnResource(target)) {
    return typeof value === 'string' ? value : Token.asString(value);
  }
  return attribute === 'Ref' ? target.ref : Token.asString(target.getAtt(attribute!));
}

/**
 * The environment of a construct as text, for values that mean the same only within one environment; stages may be
 * deployed anywhere.
 */
function environmentOf(scope: IConstruct): string {
  const { account, region } = Stack.of(scope);
  return Token.isUnresolved(account) || Token.isUnresolved(region)
    ? `stage(${Stage.of(scope)?.node.path})`
    : `${account}/${region}`;
}

function propertiesOf(fragment: unknown): Record<string, unknown> {
  const resources = isObject(fragment) && isObject(fragment.Resources) ? Object.values(fragment.Resources) : [];
  const properties = isObject(resources[0]) ? resources[0].Properties : undefined;
  return isObject(properties) ? properties : {};
}

/** Whether two constructs may be in the same environment: what is not known before deployment may be the same. */
export function mayShareEnvironment(one: IConstruct, other: IConstruct): boolean {
  const [a, b] = [Stack.of(one), Stack.of(other)];
  return maySame(a.account, b.account) && maySame(a.region, b.region);
}

function maySame(one: string, other: string): boolean {
  return one === other || Token.isUnresolved(one) || Token.isUnresolved(other);
}
