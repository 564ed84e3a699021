import { Connections, ISecurityGroup, Port } from 'aws-cdk-lib/aws-ec2';
import { CfnDomain, Domain, IDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { rejectBecause } from '../../core/problem';
import { FlinkConnectorConfig, FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { propertyGroup, regionOf, ServiceConnector, SINK_ONLY } from '../service-connector';

/** Options of `FlinkConnector.openSearchDomain()`. */
export interface OpenSearchConnectorOptions extends FlinkConnectorOptions {
  /**
   * The security groups of a domain that was imported and lives in the VPC. An empty list says that the domain is public.
   *
   * @default - those of the domain that the app defines; an imported domain has no default, since nobody can see at synth time where it is
   */
  readonly securityGroups?: ISecurityGroup[];
}

const HTTPS = Port.tcp(443);
const WRITE = ['es:ESHttpHead', 'es:ESHttpPost', 'es:ESHttpPut'];
const PATHS_REASON = 'The permission is on the paths of the domain\'s own API, which name the indices that the job chooses while it runs.';

export function openSearchDomain(domain: IDomain, options: OpenSearchConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(`openSearchDomain(${domain.node.path})`, SINK_ONLY, ({ path }) => ({
    permissions: [{ actions: WRITE, resourceArns: [`${domain.domainArn}/*`], resource: domain, wildcardReason: PATHS_REASON }],
    ...reach(path, domain, options.securityGroups),
    propertyGroups: propertyGroup(options.propertyGroup, { 'endpoint.url': `https://${domain.domainEndpoint}`, 'aws.region': regionOf(domain) }),
  }));
}

function reach(path: string, domain: IDomain, given: ISecurityGroup[] | undefined): Pick<FlinkConnectorConfig, 'peers' | 'internetAccess'> {
  const connections = given === undefined ? ownConnections(path, domain) : new Connections({ securityGroups: given });
  return connections.securityGroups.length === 0 ? { internetAccess: true } : { peers: [{ connectable: { connections }, port: HTTPS }] };
}

/** A public domain has none: then its `connections` cannot even be asked for. */
function ownConnections(path: string, domain: IDomain): Connections {
  if (!(domain instanceof Domain)) {
    rejectBecause(path, `the domain ${domain.node.path} is imported, so it cannot be seen whether it is in the VPC: write `
      + '`FlinkConnector.openSearchDomain(domain, { securityGroups: [...] })` with the groups of the domain, or with `[]` if it is public');
  }
  const resource = domain.node.defaultChild as CfnDomain;
  return resource.vpcOptions === undefined ? new Connections() : domain.connections;
}
