import { isObject } from '../core/intrinsics';
import { PENDING_NETWORK_VPC_ID } from '../vpc/vpc-identity';

/** The format that this version writes, and the newest one that it reads. */
export const FORMAT_VERSION = 1;

/** A subnet of a published network. */
export interface DocumentSubnet {
  readonly id: string;
  readonly type: 'private' | 'isolated' | 'public';
  readonly zone?: string;
  readonly zoneId?: string;
  readonly routeTable?: string;
  readonly cidr?: string;
}

/** A service of a published network, and how it is reached. */
export interface DocumentService {
  /** The last part of the service's name, for example `logs`. */
  readonly name: string;
  readonly port: number;
  /** Through an endpoint in the VPC, an endpoint in another VPC, or a NAT gateway. */
  readonly via: 'endpoint' | 'peer' | 'egress';
}

/**
 * What one CDK app publishes of a network and others read. Fields are only added within a format; a change of their
 * meaning makes a new one.
 */
export interface NetworkDocument {
  readonly formatVersion: number;
  readonly account: string;
  readonly region: string;
  readonly vpc: { readonly id: string; readonly cidrs: string[] };
  readonly subnets: DocumentSubnet[];
  readonly interfaceServices: DocumentService[];
  readonly gatewayServices: string[];
  readonly clientSecurityGroup: string;
  /** Whether the client group is shared with the accounts that the subnets are shared with. */
  readonly clientSecurityGroupShared: boolean;
  readonly prefixLists: { readonly [service: string]: string };
  /** The CIDR ranges of endpoints in another VPC, or the ids of prefix lists. */
  readonly endpointPeers: string[];
  /** Whether the endpoints admit the whole VPC, or only those who carry the client group. */
  readonly clients: 'wholeVpc' | 'applicationsOnly';
}

/** What is wrong with a document. */
export class DocumentProblem {
  constructor(public readonly reason: string, public readonly remedy: string) {}
}

/** Reads a document; what is wrong with it is said without the place that it was read from. */
export function parseDocument(text: string): NetworkDocument | DocumentProblem {
  const value = parseJson(text);
  const republish = 'publish the network again with `FlinkNetwork.publish()`, and check the name of the parameter';
  if (!isObject(value)) return new DocumentProblem('is no JSON document of a FlinkNetwork', republish);
  const { formatVersion } = value;
  if (typeof formatVersion !== 'number' || formatVersion < 1) {
    return new DocumentProblem('has no valid field formatVersion', republish);
  }
  if (formatVersion > FORMAT_VERSION) {
    return new DocumentProblem(`has the format ${formatVersion}, and this version of cdk-managed-flink reads formats `
      + `up to ${FORMAT_VERSION}`,
    'upgrade cdk-managed-flink to the version that the network was published with');
  }
  const wrong = Object.entries(FIELDS).find(([field, isValid]) => !isValid(value[field]));
  return wrong === undefined ? value as unknown as NetworkDocument : new DocumentProblem('has no valid field '
    + `${wrong[0]}`, republish);
}

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isListOf = (isValid: (entry: unknown) => boolean) => (value: unknown) =>
  Array.isArray(value) && value.every(isValid);
const isOneOf = (...values: string[]) => (value: unknown) => typeof value === 'string' && values.includes(value);
const isSubnet = (entry: unknown) =>
  isObject(entry) && isText(entry.id) && isOneOf('private', 'isolated', 'public')(entry.type);

const FIELDS: Record<Exclude<keyof NetworkDocument, 'formatVersion'>, (value: unknown) => boolean> = {
  account: isText,
  region: isText,
  vpc: value => isObject(value) && isText(value.id) && isListOf(isText)(value.cidrs),
  // without a subnet no application can be connected
  subnets: value => Array.isArray(value) && value.length > 0 && value.every(isSubnet),
  interfaceServices: isListOf(entry => isObject(entry) && isText(entry.name) && typeof entry.port === 'number'
    && isOneOf('endpoint', 'peer', 'egress')(entry.via)),
  gatewayServices: isListOf(isText),
  clientSecurityGroup: isText,
  clientSecurityGroupShared: value => typeof value === 'boolean',
  prefixLists: value => isObject(value) && Object.values(value).every(isText),
  endpointPeers: isListOf(isText),
  clients: isOneOf('wholeVpc', 'applicationsOnly'),
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What stands for a document until it has been looked up. The CDK's own checks of ids must pass it. */
export function pendingDocument(account: string, region: string): NetworkDocument {
  const subnet = (digits: string, zone: string): DocumentSubnet => ({
    id: `subnet-${digits}`,
    type: 'private',
    zone: `${region}${zone}`,
    routeTable: `rtb-${digits}`,
    cidr: '10.0.0.0/16',
  });
  return {
    formatVersion: FORMAT_VERSION,
    account,
    region,
    vpc: { id: PENDING_NETWORK_VPC_ID, cidrs: ['10.0.0.0/8'] },
    subnets: [subnet('00000000', 'a'), subnet('00000001', 'b')],
    interfaceServices: [],
    gatewayServices: [],
    clientSecurityGroup: 'sg-00000000',
    clientSecurityGroupShared: false,
    prefixLists: { s3: 'pl-00000000', dynamodb: 'pl-00000000' },
    endpointPeers: [],
    clients: 'wholeVpc',
  };
}
