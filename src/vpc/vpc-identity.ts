import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { CfnVPC, CfnVPCCidrBlock, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { contains } from './cidr';
import { identifiedProperties, identityOf, referredConstruct } from '../core/identity';
import { SharedState } from '../core/shared-state';
import { tryGet } from '../core/try-get';

/** What is known of an imported VPC, in addition to what its class can hold. */
export interface VpcFacts {
  /** Whether its properties are placeholders until a lookup is made. */
  readonly isPending?: boolean;
  /** The account that owns it. */
  readonly account?: string;
  /** All of its CIDR ranges. */
  readonly ranges?: string[];
}

const FACTS = new SharedState<VpcFacts>('vpc-facts');
/** Whether a VPC is yet to be looked up: that never changes. */
const PENDING = new WeakMap<IVpc, boolean>();
/** The id that the CDK gives to every VPC while it is being looked up. */
const PENDING_VPC_ID = 'vpc-12345';
/** The id of the VPC of a published network while that is being read. */
export const PENDING_NETWORK_VPC_ID = 'vpc-00000000';

/** Notes what the class of a VPC cannot hold. */
export function noteFacts(vpc: IVpc, facts: VpcFacts): void {
  FACTS.set(vpc, facts);
}

/**
 * What makes two `IVpc` objects the same VPC: the id, not the object. Two stacks that import one VPC hold two objects.
 */
export function vpcIdentity(vpc: IVpc): string {
  // while a lookup is pending, every VPC has the same dummy id
  if (isPendingLookup(vpc)) return `lookup(${vpc.node.path})`;
  return identityOf(vpc, vpc.vpcId);
}

/** Whether the VPC's properties are placeholders, since `cdk synth` has yet to look them up. */
export function isPendingLookup(vpc: IVpc): boolean {
  return FACTS.get(vpc)?.isPending ?? isSelectionPending(vpc);
}

/** Nothing but a selection of subnets says so. It takes long, and is asked several times for each application. */
function isSelectionPending(vpc: IVpc): boolean {
  const isPending = PENDING.get(vpc) ?? vpc.selectSubnets({ subnets: [] }).isPendingLookup ?? false;
  PENDING.set(vpc, isPending);
  return isPending;
}

/** Whether the identity of a VPC is the one that all VPCs have while they are being looked up. */
export function isPendingIdentity(identity: string): boolean {
  return [PENDING_VPC_ID, PENDING_NETWORK_VPC_ID].includes(identity) || identity.startsWith('lookup(');
}

/** The resource of a VPC that this app defines, whether the object is its own construct or an import of its id. */
export function definedVpc(vpc: IVpc): CfnResource | undefined {
  const target = referredConstruct(vpc.vpcId);
  const isVpcResource = target !== undefined
    && CfnResource.isCfnResource(target) && target.cfnResourceType === CfnVPC.CFN_RESOURCE_TYPE_NAME;
  return isVpcResource ? target : undefined;
}

/** Whether a construct is a VPC, its own or imported. */
export function isVpc(construct: IConstruct | undefined): construct is IVpc {
  return construct !== undefined && 'vpcId' in construct && 'selectSubnets' in construct;
}

/** The primary CIDR range of a VPC, if it is known. */
export function knownCidr(vpc: IVpc): string | undefined {
  return tryGet(() => vpc.vpcCidrBlock);
}

/**
 * All ranges of addresses that a VPC is known to have: the primary one, those that the app adds to it, and those of
 * subnets outside of them.
 *
 * It walks the whole tree where the app defines the VPC.
 */
export function knownRanges(vpc: IVpc): string[] {
  const facts = FACTS.get(vpc)?.ranges;
  if (facts !== undefined) return facts;
  const primary = knownCidr(vpc) ?? definedCidr(vpc);
  const ranges = [...primary === undefined ? [] : [primary], ...secondaryRanges(vpc)];
  return [...new Set([...ranges, ...definedVpc(vpc) === undefined ? rangesOutside(ranges, vpc) : []])];
}

/** The range of a VPC that the app defines, where the object that stands for it does not know it. */
function definedCidr(vpc: IVpc): string | undefined {
  const resource = definedVpc(vpc);
  return resource && Token.asString(resource.getAtt('CidrBlock'));
}

function secondaryRanges(vpc: IVpc): string[] {
  const identity = vpcIdentity(vpc);
  return vpc.node.root.node.findAll()
    .filter(node => CfnVPCCidrBlock.isCfnVPCCidrBlock(node))
    .filter(block => identityOf(block, block.vpcId) === identity)
    .flatMap(block => block.cidrBlock ?? []);
}

/** The ranges of subnets that certainly lie outside of the ranges that are known. */
function rangesOutside(ranges: string[], vpc: IVpc): string[] {
  if (ranges.some(range => Token.isUnresolved(range))) return [];
  const subnets: ISubnet[] = [...vpc.privateSubnets, ...vpc.isolatedSubnets, ...vpc.publicSubnets];
  return subnets
    .map(subnet => tryGet(() => subnet.ipv4CidrBlock))
    .filter((range): range is string => range !== undefined && !Token.isUnresolved(range))
    .filter(range => !ranges.some(known => contains(known, range)));
}

/** The account that owns a VPC: a token where it is not known. */
export function ownerOf(vpc: IVpc): string {
  return FACTS.get(vpc)?.account ?? vpc.env.account;
}

/** Whether the VPC belongs to another account, which shares its subnets with the stack's account. */
export function isShared(vpc: IVpc, stack: Stack): boolean {
  return ![ownerOf(vpc), stack.account].some(account => Token.isUnresolved(account)) && ownerOf(vpc) !== stack.account;
}

/** The DNS attributes that are switched off in a VPC that this app defines. */
export function disabledDnsAttributes(vpc: IVpc): DnsAttribute[] {
  const resource = definedVpc(vpc);
  if (resource === undefined) return [];
  // CloudFormation's defaults: DNS resolution is on, host names are off
  const { EnableDnsSupport: support = true, EnableDnsHostnames: hostnames = false } = identifiedProperties(resource);
  const off = (attribute: DnsAttribute, value: unknown) => String(value) === 'false' ? [attribute] : [];
  return [...off('enableDnsSupport', support), ...off('enableDnsHostnames', hostnames)];
}

export type DnsAttribute = 'enableDnsSupport' | 'enableDnsHostnames';
