import { Peer, Port } from 'aws-cdk-lib/aws-ec2';
import { EndpointRequester, OutboundRule } from './endpoint-needs';
import { rejectBecause } from '../core/problem';
import { isPendingLookup, knownRanges } from '../vpc/vpc-identity';

/** Endpoints whose groups are not known are somewhere in the ranges of the VPC. */
export function rangeRules({ scope, vpc, restrictedEgress }: EndpointRequester, ports: Port[]): OutboundRule[] {
  if (ports.length === 0) return [];
  const ranges = knownRanges(vpc);
  if (restrictedEgress && ranges.length === 0 && !isPendingLookup(vpc)) {
    rejectBecause(scope, 'vpcConfiguration.allowAllOutbound is false, but neither the security groups of the existing '
      + 'endpoints nor the CIDR range of the VPC is known, so nothing can be opened to reach them: write '
      + '`VpcEndpoints.existing({ ..., securityGroups: [...] })`, or give `vpcCidrBlock` when importing the VPC');
  }
  const different = [...new Map(ports.map(port => [port.toString(), port])).values()];
  return ranges.flatMap(range => different.map(port => ({ peer: Peer.ipv4(range), port })));
}
