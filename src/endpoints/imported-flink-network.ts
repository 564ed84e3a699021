import { Stack, Token } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, IPeer, ISecurityGroup, IVpc, Peer, SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { Listing } from './endpoint-inventory';
import { FlinkNetworkAttributes, IFlinkNetwork } from './flink-network-props';
import { NetworkDocument } from './network-document';
import { NetworkRegistry } from './network-registry';
import { importVpc } from './network-vpc';
import { rejectBecause } from '../core/problem';
import { tryGet } from '../core/try-get';
import { isPendingLookup } from '../vpc/vpc-identity';

const IMPORTED = new NetworkRegistry<ImportedFlinkNetwork>('imported-networks');

/** What is known of a network that is defined elsewhere, in addition to the attributes that users specify. */
export interface NetworkDescription extends FlinkNetworkAttributes {
  readonly gatewayServices: GatewayVpcEndpointAwsService[];
  readonly endpointPeers: IPeer[];
  readonly egressServices: InterfaceVpcEndpointAwsService[];
  readonly gatewayPrefixListIds: { readonly [service: string]: string };
  /** Whether the endpoints admit only applications that carry the client group. */
  readonly admitsApplicationsOnly: boolean;
  /** Whether all of it stands for what has yet to be looked up. */
  readonly isPending: boolean;
  /** Where the description was read from and how to read it anew, for messages. */
  readonly source?: string;
}

/** A network that is defined elsewhere. */
export class ImportedFlinkNetwork extends Construct implements IFlinkNetwork {
  /** What networks that are defined elsewhere say of a VPC. */
  public static listings(scope: IConstruct, vpc: IVpc): Listing[] {
    return IMPORTED.findAll(scope, vpc).map(network => network.listing());
  }

  /** Whether a network is one of these, regardless of the copy of the library that created it. */
  public static isImported(network: IFlinkNetwork): network is ImportedFlinkNetwork {
    return IMPORTED.has(network);
  }

  /** The client groups of all networks that are defined elsewhere. */
  public static clientGroups(scope: IConstruct): ISecurityGroup[] {
    return IMPORTED.all(scope).flatMap(({ description }) => description.clientSecurityGroup ?? []);
  }

  public readonly vpc: IVpc;
  public readonly interfaceServices: InterfaceVpcEndpointAwsService[];
  public readonly gatewayServices: GatewayVpcEndpointAwsService[];
  public readonly description: NetworkDescription;

  constructor(scope: Construct, id: string, describe: (scope: Construct) => NetworkDescription) {
    super(scope, id);
    this.description = describe(this);
    const { vpc, interfaceServices, egressServices, gatewayServices } = this.description;
    this.vpc = vpc;
    this.interfaceServices = [...interfaceServices, ...egressServices];
    this.gatewayServices = gatewayServices;
    IMPORTED.add(this);
  }

  public get clientSecurityGroup(): ISecurityGroup {
    const { clientSecurityGroup } = this.description;
    if (clientSecurityGroup !== undefined) return clientSecurityGroup;
    rejectBecause(this, 'clientSecurityGroup of the network is not known: give `clientSecurityGroup` to '
      + '`FlinkNetwork.fromFlinkNetworkAttributes()`, or, if the network belongs to another account, share the group '
      + 'and publish it with `clientSecurityGroupShared: true`');
  }

  private listing(): Listing {
    const { interfaceServices, gatewayServices, endpointPeers, admitsApplicationsOnly } = this.description;
    return {
      by: this.node.path,
      interfaceServices,
      gatewayServices,
      endpointPeers,
      admitsApplicationsOnly,
      admitsClientGroup: false,
    };
  }
}

/** The description that attributes give: what is not said of gateways is assumed, as in `VpcEndpoints.existing()`. */
export function describeAttributes(attributes: FlinkNetworkAttributes): NetworkDescription {
  return {
    ...attributes,
    gatewayServices: attributes.gatewayServices ?? [GatewayVpcEndpointAwsService.S3],
    endpointPeers: attributes.endpointPeers ?? [],
    egressServices: attributes.egressServices ?? [],
    gatewayPrefixListIds: attributes.gatewayPrefixListIds ?? {},
    admitsApplicationsOnly: false,
    isPending: isPendingLookup(attributes.vpc),
  };
}

/** The description of a network of which nothing but its members is known. */
export function describeMembers(network: IFlinkNetwork): NetworkDescription {
  return describeAttributes({
    vpc: network.vpc,
    interfaceServices: network.interfaceServices,
    gatewayServices: network.gatewayServices,
    clientSecurityGroup: tryGet(() => network.clientSecurityGroup),
  });
}

/** The description that a document gives to the stack of a construct. */
export function describeDocument(
  scope: Construct, document: NetworkDocument, isPending: boolean, source: string,
): NetworkDescription {
  const { account } = Stack.of(scope);
  const isOtherAccount = !Token.isUnresolved(account) && account !== document.account;
  const carriesClientGroup = !isOtherAccount || document.clientSecurityGroupShared;
  const services = (...ways: string[]) => document.interfaceServices
    .filter(({ via }) => ways.includes(via))
    .map(({ name, port }) => new InterfaceVpcEndpointAwsService(name, undefined, port));
  return {
    vpc: importVpc(scope, document, isPending),
    interfaceServices: services('endpoint', 'peer'),
    egressServices: services('egress'),
    gatewayServices: document.gatewayServices.map(name => new GatewayVpcEndpointAwsService(name)),
    clientSecurityGroup: carriesClientGroup
      // the rules of the group are those of the network
      ? SecurityGroup.fromSecurityGroupId(scope, 'ClientSecurityGroup', document.clientSecurityGroup, {
        mutable: false, allowAllOutbound: false,
      })
      : undefined,
    endpointPeers: document.endpointPeers.map(peer => peer.startsWith('pl-') ? Peer.prefixList(peer) : Peer.ipv4(peer)),
    gatewayPrefixListIds: document.prefixLists,
    admitsApplicationsOnly: document.clients === 'applicationsOnly',
    isPending,
    source,
  };
}
