import { IVpc, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { DocumentSubnet, NetworkDocument } from './network-document';
import { noteFacts } from '../vpc/vpc-identity';

const NAMES = { private: 'Private', isolated: 'Isolated', public: 'Public' };

/** The VPC of a published network, with all that the document says of it. */
export function importVpc(scope: Construct, document: NetworkDocument, isPending: boolean): IVpc {
  const zones = [...new Set(document.subnets.flatMap(({ zone }) => zone ?? []))];
  // the class divides by their number, also where no subnet is given
  if (zones.length === 0) zones.push('unknown');
  const [primary] = document.vpc.cidrs;
  const vpc = Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: document.vpc.id, vpcCidrBlock: primary, availabilityZones: zones, region: document.region,
  });
  noteFacts(vpc, { isPending, account: document.account, ranges: document.vpc.cidrs });
  // the import by attributes takes as many subnets of each kind as there are zones; these may be any
  const kinds = { private: vpc.privateSubnets, isolated: vpc.isolatedSubnets, public: vpc.publicSubnets };
  for (const subnet of document.subnets) {
    const subnets = kinds[subnet.type];
    subnets.push(importSubnet(vpc, subnet, subnets.length + 1));
  }
  return vpc;
}

function importSubnet(vpc: IVpc, { id, type, zone, routeTable, cidr }: DocumentSubnet, number: number) {
  return Subnet.fromSubnetAttributes(vpc as IVpc & Construct, `${NAMES[type]}Subnet${number}`, {
    subnetId: id, availabilityZone: zone, routeTableId: routeTable, ipv4CidrBlock: cidr,
  });
}
