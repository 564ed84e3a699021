import { Connections, ISecurityGroup, Port } from 'aws-cdk-lib/aws-ec2';
import { CfnDomain, Domain, IDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { IConstruct } from 'constructs';
import { rejectBecause } from '../../core/problem';
import { FlinkConnectorConfig, FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { nameOfConnector, propertyGroup, regionOf, ServiceConnector, SINK_ONLY } from '../service-connector';

/** Options of `FlinkConnector.openSearchDomain()`. */
export interface OpenSearchDomainConnectorOptions extends FlinkConnectorOptions {
  /**
   * The security groups of a domain that was imported and is in the VPC. An empty list says that the domain is public.
   *
   * @default - those of the domain that the app defines; an imported domain has no default, because it is not known
   * where it is
   */
  readonly securityGroups?: ISecurityGroup[];
}

const WRITE = ['es:ESHttpHead', 'es:ESHttpPost', 'es:ESHttpPut'];
const PATHS_REASON = 'The permission is on the paths of the domain\'s own API, which name the indices that the job '
  + 'chooses while it runs.';

export function openSearchDomain(domain: IDomain, options: OpenSearchDomainConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(nameOfConnector('openSearchDomain', domain), SINK_ONLY, ({ application }) => ({
    permissions: [{
      actions: WRITE, resourceArns: [`${domain.domainArn}/*`], resource: domain, wildcardReason: PATHS_REASON,
    }],
    ...reachThrough(options.securityGroups ?? ownGroups(application, domain)),
    propertyGroups: propertyGroup(options.propertyGroup, {
      'endpoint.url': `https://${domain.domainEndpoint}`, 'aws.region': regionOf(domain),
    }),
  }));
}

/** What is reached on port 443 through some security groups, or through the internet if there are none. */
export function reachThrough(securityGroups: ISecurityGroup[]): Pick<FlinkConnectorConfig, 'peers' | 'internetAccess'> {
  if (securityGroups.length === 0) return { internetAccess: true };
  return { peers: [{ connectable: { connections: new Connections({ securityGroups }) }, port: Port.tcp(443) }] };
}

/** A public domain has no groups, and throws when it is asked for its `connections`. */
function ownGroups(application: IConstruct, domain: IDomain): ISecurityGroup[] {
  if (!(domain instanceof Domain)) {
    rejectBecause(application, `the domain ${domain.node.path} is imported, so it cannot be seen whether it is in the `
      + 'VPC: write `FlinkConnector.openSearchDomain(domain, { securityGroups: [...] })` with the groups of the '
      + 'domain, or with `[]` if it is public');
  }
  const resource = domain.node.defaultChild as CfnDomain;
  return resource.vpcOptions === undefined ? [] : domain.connections.securityGroups;
}
