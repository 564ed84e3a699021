import { Aspects, Stack } from 'aws-cdk-lib';
import { IVpc } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { EndpointInventory, ServiceOfApplication } from './endpoint-inventory';
import { EndpointNeeds } from './endpoint-needs';
import { rejectBecause } from '../core/problem';
import { warn } from '../core/warning';
import { interfaceKey, lacksPrivateDns } from '../vpc/endpoint-service';
import { disabledDnsAttributes } from '../vpc/vpc-identity';

/** An application of a VPC, as far as it concerns what applications share. */
export interface NetworkMember {
  readonly application: IConstruct;
  readonly carriesClientGroup: boolean;
  /** The services that it currently needs. */
  needs(): EndpointNeeds;
}

/** The DNS attributes of the VPC that its interface endpoints need and that are switched off. */
export function dnsProblems(vpc: IVpc, inventory: EndpointInventory): string[] {
  const services = inventory.interfacesOfApp();
  if (services.length === 0) return [];
  const needsHostnames = services.some(service => !lacksPrivateDns(service));
  return disabledDnsAttributes(vpc)
    .filter(attribute => needsHostnames || attribute === 'enableDnsSupport')
    .map(attribute => `${attribute} of the VPC ${vpc.node.path} is false, but the private DNS of its interface `
      + 'endpoints needs it: write `enableDnsSupport: true` and `enableDnsHostnames: true` on the VPC');
}

/**
 * The applications that private DNS sends to endpoints that do not admit them: those that leave the endpoints of the
 * VPC alone, while only applications with the client group are admitted.
 */
export function memberProblems(members: NetworkMember[], inventory: EndpointInventory): string[] {
  return members.filter(({ carriesClientGroup }) => !carriesClientGroup).flatMap(({ application, needs }) => {
    const keys = needs().interfaceServices.map(interfaceKey).filter(key => inventory.hasCreated(key));
    if (keys.length === 0) return [];
    return [`vpcConfiguration.endpoints of ${application.node.path} leaves the endpoints of the VPC alone, but `
      + `private DNS sends its calls of ${keys.join(', ')} to endpoints that another FlinkApplication had created, `
      + 'which do not admit it: give it `endpoints: VpcEndpoints.create()`, or admit the whole VPC with `clients: '
      + 'EndpointClients.wholeVpc()`'];
  });
}

/** Rejects a network of a VPC that has one, which an application may have made. */
export function rejectSecond(
  scope: IConstruct, id: string, vpc: IVpc, present: IConstruct, isImplicit: boolean,
): never {
  if (!isImplicit) {
    rejectBecause(scope, `the FlinkNetwork ${id} cannot be created, since the VPC ${vpc.node.path} can have only one `
      + `and has ${present.node.path} already: use that one, \`FlinkNetwork.of(vpc)\``);
  }
  rejectBecause(scope, `the FlinkNetwork ${id} cannot be created, since the VPC ${vpc.node.path} is used already and `
    + `${present.node.path} was created as its network: define the FlinkNetwork before the first FlinkApplication of `
    + 'the VPC, or use `FlinkNetwork.of(vpc)`');
}

/** Warns that the order of the stacks decides which one has the endpoints of an imported VPC. */
export function warnOfNetworkStack(application: IConstruct, vpc: IVpc, owner: Stack): void {
  warn(application, 'network-home',
    `the VPC ${vpc.vpcId} is imported by several stacks, and its endpoints are created in ${owner.node.path}, because `
    + 'an application of that stack is constructed first: to keep them there whatever is constructed first, write '
    + `\`FlinkNetwork.of(vpc)\` or \`new FlinkNetwork(...)\` with the VPC of ${owner.node.path} before the first `
    + 'application');
}

/** Warns of services of a published network that go with an application of this app, although others may use them. */
export function warnOfUnlisted(
  network: IConstruct, unlisted: () => ServiceOfApplication[], isImplicit: boolean,
): void {
  const complete = () => {
    const services = unlisted();
    if (services.length === 0) return;
    const { scope, id } = network.node;
    const write = isImplicit
      ? `a FlinkNetwork that is defined before the first application, as \`${id}\` in ${scope?.node.path}, which keeps `
        + 'all logical ids'
      : 'the FlinkNetwork';
    warn(network, 'published-services',
      `the network is published with ${services.map(({ service }) => service).join(', ')}, which it has only as long `
      + `as ${[...new Set(services.map(({ by }) => by))].join(', ')} of this app needs them, while applications of `
      + `other apps may use them too: list them in \`interfaceServices\` and \`gatewayServices\` of ${write}`);
  };
  // applications may come after the network is published
  Aspects.of(network).add({ visit: node => node === network && complete() });
}
