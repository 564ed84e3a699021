import { IVpc } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { EndpointInventory } from './endpoint-inventory';
import { EndpointNeeds } from './endpoint-needs';
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
