import {
  GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, IPeer, ISubnet, IVpc, Port,
} from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';

/** The services that an application wants a path to. */
export interface EndpointNeeds {
  readonly interfaceServices: InterfaceVpcEndpointAwsService[];
  readonly gatewayServices: GatewayVpcEndpointAwsService[];
}

/** What sources and sinks ask of the ways to AWS services. */
export interface ServiceNeeds {
  readonly interfaceServices?: InterfaceVpcEndpointAwsService[];
  readonly gatewayServices?: GatewayVpcEndpointAwsService[];
  /** Who is reached through the internet, for messages. */
  readonly internet?: string[];
  /** Who is reached through the endpoint of a service in which region. */
  readonly regional?: { readonly name: string; readonly region: string }[];
  /** Services whose endpoints have a URL that the job must be told, and whether it can be. */
  readonly urls?: { readonly service: InterfaceVpcEndpointAwsService; readonly isTold: boolean }[];
}

/** Who asks for a way to services, and from where. */
export interface EndpointRequester {
  /** The application or network that asks. */
  readonly scope: IConstruct;
  readonly vpc: IVpc;
  /** The subnets that the services are reached from. */
  readonly subnets: ISubnet[];
  /** The name of the property that makes the request, for messages. */
  readonly property: string;
  /** Whether the security group that is created lets nothing out that is not asked for. */
  readonly restrictedEgress: boolean;
  /** Whether the own groups, created or given, have to be opened to what is reached. */
  readonly opensEgress: boolean;
}

/** A request for the ways to some services. */
export interface EndpointRequest extends EndpointRequester {
  readonly needs: EndpointNeeds;
}

/** Something that the own groups of an application with restricted egress must be opened to. */
export interface OutboundRule {
  readonly peer: IPeer;
  readonly port: Port;
}
