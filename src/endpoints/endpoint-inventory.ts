import { CfnResource } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, IPeer, IVpc } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { EndpointRequester } from './endpoint-needs';
import { ExistingVpcEndpoints } from './endpoint-options';
import { DocumentService, NetworkDocument } from './network-document';
import { mayShareEnvironment } from '../core/identity';
import { rejectBecause } from '../core/problem';
import { uniqueBy } from '../core/unique-by';
import { gatewayKey, interfaceKey } from '../vpc/endpoint-service';
import { DefinedEndpoint, definedEndpoints } from '../vpc/existing-endpoints';
import { isPendingLookup, vpcIdentity } from '../vpc/vpc-identity';

/** What somebody says that a VPC holds. */
export interface Listing {
  /** The path of who says so. */
  readonly by: string;
  readonly interfaceServices: InterfaceVpcEndpointAwsService[];
  readonly gatewayServices: GatewayVpcEndpointAwsService[];
  /** Whether the endpoints admit the client group of the VPC's network, rather than addresses. */
  readonly admitsClientGroup: boolean;
  /** Whether the endpoints admit only applications that carry the client group of a published network. */
  readonly admitsApplicationsOnly: boolean;
  readonly endpointPeers: IPeer[];
}

interface PeerRule {
  readonly cidrIp?: string;
  readonly destinationPrefixListId?: string;
}

/** An interface endpoint that the network created, and the path of the first construct that needed it. */
interface CreatedInterface {
  readonly service: InterfaceVpcEndpointAwsService;
  readonly by: string;
}

/** An endpoint that was created for an application, rather than for the network itself. */
export interface ServiceOfApplication {
  readonly service: string;
  /** The path of the first application that needed it. */
  readonly by: string;
}

/** What an application says of a VPC in addition to what the app defines, as a listing. */
export function listingOf(by: string, existing: ExistingVpcEndpoints): Listing {
  return {
    by,
    interfaceServices: existing.interfaceServices,
    gatewayServices: existing.gatewayServices ?? [],
    admitsClientGroup: (existing.securityGroups ?? []).length > 0,
    admitsApplicationsOnly: false,
    endpointPeers: existing.endpointPeers ?? [],
  };
}

/**
 * What a VPC has, from all sources: what was created, what the app defines, what is listed, what is published, and what
 * is reached through a NAT gateway. What one application says counts for all.
 */
export class EndpointInventory {
  /** Interface endpoints that the network of the VPC created. */
  private readonly created = new Map<string, CreatedInterface>();
  /** Interface endpoints of the app that are used. */
  private readonly used = new Map<string, InterfaceVpcEndpointAwsService>();
  /** The paths of the first constructs that needed the gateway endpoints that the network created. */
  private readonly createdGateways = new Map<string, string>();
  /** The route tables of gateway endpoints that are created or used. */
  private readonly gateways = new Map<string, Set<string>>();
  private readonly egress = new Map<string, InterfaceVpcEndpointAwsService>();
  private readonly listings: Listing[] = [];

  /**
   * @param published what networks that are read from elsewhere say
   * @param owner the network whose own endpoints these are, if there is one yet
   */
  constructor(
    private readonly vpc: IVpc, private readonly published: () => Listing[], private readonly owner?: IConstruct,
  ) {}

  /** The endpoints that the app defines in the VPC, as they are at this moment. It walks the whole tree. */
  public defined(): DefinedEndpoint[] {
    const identity = vpcIdentity(this.vpc);
    return definedEndpoints(this.vpc)
      .filter(endpoint => endpoint.vpc === identity && mayShareEnvironment(endpoint.resource, this.vpc));
  }

  /** Whether the network of the VPC created a resource. */
  public owns(resource: CfnResource): boolean {
    return this.owner !== undefined && resource.node.scopes.includes(this.owner);
  }

  /** The services that the VPC has interface endpoints for, or reaches through a NAT gateway. */
  public interfaceServices(): InterfaceVpcEndpointAwsService[] {
    const created = [...this.created.values()].map(({ service }) => service);
    const listed = this.allListings().flatMap(({ interfaceServices }) => interfaceServices);
    return uniqueBy([...created, ...this.used.values(), ...listed, ...this.egress.values()], interfaceKey);
  }

  /** The services that the VPC has gateway endpoints for. */
  public gatewayServices(): GatewayVpcEndpointAwsService[] {
    const here = [...this.gateways.keys()].map(key => new GatewayVpcEndpointAwsService(key));
    return uniqueBy([...here, ...this.allListings().flatMap(({ gatewayServices }) => gatewayServices)], gatewayKey);
  }

  /** What a document says of the services. */
  public describe(): Pick<NetworkDocument, 'interfaceServices' | 'gatewayServices' | 'endpointPeers'> {
    const peers = this.listings.flatMap(({ endpointPeers }) =>
      endpointPeers.map(peer => peer.toEgressRuleConfig() as PeerRule));
    return {
      interfaceServices: this.interfaceServices().map(service => {
        const name = interfaceKey(service);
        return { name, port: service.port, via: this.wayTo(name) };
      }),
      gatewayServices: this.gatewayServices().map(gatewayKey),
      endpointPeers: peers.flatMap(({ cidrIp, destinationPrefixListId }) => cidrIp ?? destinationPrefixListId ?? []),
    };
  }

  private wayTo(key: string): DocumentService['via'] {
    if (this.hasInterface(key)) return 'endpoint';
    if (this.isEgress(key)) return 'egress';
    return (this.interfaceListing(key)?.endpointPeers ?? []).length > 0 ? 'peer' : 'endpoint';
  }

  /** The services of interface endpoints that are created, or found and used. */
  public interfacesOfApp(): InterfaceVpcEndpointAwsService[] {
    return [...[...this.created.values()].map(({ service }) => service), ...this.used.values()];
  }

  /** The services that the network has endpoints for only as long as applications need them. */
  public createdForApplications(): ServiceOfApplication[] {
    const all = [
      ...[...this.created].map(([service, { by }]) => ({ service, by })),
      ...[...this.createdGateways].map(([service, by]) => ({ service, by })),
    ];
    return all.filter(({ by }) => by !== this.owner?.node.path);
  }

  public hasCreated(key: string): boolean {
    return this.created.has(key);
  }

  /** Whether an interface endpoint for a service was created, or found and used. */
  public hasInterface(key: string): boolean {
    return this.created.has(key) || this.used.has(key);
  }

  public hasGateway(key: string): boolean {
    return this.gateways.has(key);
  }

  public routesTo(key: string, routeTable: string): boolean {
    return this.gateways.get(key)?.has(routeTable) ?? false;
  }

  /** Who says that the VPC has interface endpoints for a service. */
  public interfaceListing(key: string): Listing | undefined {
    return this.allListings().find(({ interfaceServices }) =>
      interfaceServices.some(service => interfaceKey(service) === key));
  }

  /** Who says that the VPC has a gateway endpoint for a service. */
  public gatewayListing(key: string): Listing | undefined {
    return this.allListings().find(({ gatewayServices }) =>
      gatewayServices.some(service => gatewayKey(service) === key));
  }

  /** Whether a service is reached through a NAT gateway. */
  public isEgress(key: string): boolean {
    return this.egress.has(key);
  }

  public noteCreated(service: InterfaceVpcEndpointAwsService, by: string): void {
    this.created.set(interfaceKey(service), { service, by });
  }

  public noteCreatedGateway(key: string, by: string): void {
    if (!this.createdGateways.has(key)) this.createdGateways.set(key, by);
  }

  public noteUsed(service: InterfaceVpcEndpointAwsService): void {
    this.used.set(interfaceKey(service), service);
  }

  public noteGateway(key: string, routeTables: (string | undefined)[]): void {
    const tables = this.gateways.get(key) ?? new Set<string>();
    this.gateways.set(key, tables);
    routeTables.forEach(table => table !== undefined && tables.add(table));
  }

  public noteListing(listing: Listing): void {
    const isKnown = this.listings.some(({ by }) => by === listing.by);
    if (!isKnown) this.listings.push(listing);
  }

  public noteEgress(services: InterfaceVpcEndpointAwsService[]): void {
    services.forEach(service => this.egress.set(interfaceKey(service), service));
  }

  /** Rejects a listing of what was created before: then the VPC does not have it, but gets it. */
  public checkListing({ scope, property }: EndpointRequester, existing: ExistingVpcEndpoints): void {
    // what a network that is still looked up has would not be created
    if (isPendingLookup(this.vpc)) return;
    const { path } = scope.node;
    const contradiction = existing.interfaceServices
      .map(interfaceKey)
      .find(key => (this.created.get(key)?.by ?? path) !== path);
    if (contradiction === undefined) return;
    const { by } = this.created.get(contradiction)!;
    rejectBecause(scope, `${property} lists ${contradiction} as a service that the VPC ${this.vpc.node.path} already `
      + `has an endpoint for, but that endpoint is created for ${by}: leave ${contradiction} out of the list here, or `
      + 'list it there too if the VPC really has it');
  }

  private allListings(): Listing[] {
    return [...this.listings, ...this.published()];
  }
}
