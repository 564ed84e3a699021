/** List prices in USD. What is undefined is not known. */
export interface Prices {
  /** One Kinesis Processing Unit for an hour. */
  readonly kpuHour?: number;
  /** One GB of running application storage for a month. */
  readonly runningStorageGbMonth?: number;
  /** One interface endpoint in one availability zone for an hour. */
  readonly interfaceEndpointZoneHour?: number;
  /** One GB through an interface endpoint, first tier. */
  readonly interfaceEndpointGb?: number;
  /** One NAT gateway for an hour. */
  readonly natGatewayHour?: number;
  /** One GB through a NAT gateway. */
  readonly natGatewayGb?: number;
  /** One public IPv4 address for an hour. */
  readonly publicIpv4Hour?: number;
}

/** The hours of a month, as price calculators count them. */
export const HOURS_A_MONTH = 730;

/**
 * The day on which the public price lists of Amazon VPC, Amazon EC2 and Amazon Managed Service for Apache Flink were
 * read.
 */
export const PRICES_AS_OF = '2026-09-21';

const PUBLIC_IPV4_HOUR = 0.005;

/** NAT gateway hour and interface endpoint zone-hour, for all regions with these two prices. */
const NETWORK: readonly (readonly [regions: string, natGatewayHour: number, interfaceEndpointZoneHour: number])[] = [
  ['us-east-1 us-east-2 us-west-2', 0.045, 0.010],
  ['us-west-1 eu-west-1 eu-south-2', 0.048, 0.011],
  ['ca-central-1 ca-west-1 eu-west-2 eu-west-3', 0.050, 0.011],
  ['mx-central-1', 0.04725, 0.0105],
  ['sa-east-1', 0.093, 0.021],
  ['eu-central-1', 0.052, 0.012],
  ['eu-central-2', 0.0572, 0.0132],
  ['eu-north-1', 0.046, 0.0105],
  ['eu-south-1', 0.050, 0.01155],
  ['ap-south-1 ap-south-2', 0.056, 0.013],
  ['ap-northeast-1 ap-northeast-3', 0.062, 0.014],
  ['ap-northeast-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4', 0.059, 0.013],
  ['ap-southeast-5 ap-southeast-7', 0.05015, 0.0117],
  ['ap-southeast-6', 0.06195, 0.01365],
  ['ap-east-1', 0.065, 0.0143],
  ['ap-east-2', 0.0558, 0.0126],
  ['me-south-1 me-central-1', 0.0528, 0.0121],
  ['il-central-1', 0.0504, 0.01155],
  ['af-south-1', 0.057, 0.01309],
  ['us-gov-west-1 us-gov-east-1', 0.054, 0.0125],
];

/** What was found of the service itself, and of traffic. Other regions: not known. */
const REGIONAL: Readonly<Record<string, Prices>> = {
  'us-east-1': { kpuHour: 0.11, runningStorageGbMonth: 0.10, interfaceEndpointGb: 0.01, natGatewayGb: 0.045 },
  'eu-west-1': { natGatewayGb: 0.048 },
  'eu-west-2': { kpuHour: 0.127, runningStorageGbMonth: 0.116, natGatewayGb: 0.050 },
  'eu-central-1': { interfaceEndpointGb: 0.01 },
  'ap-northeast-1': { interfaceEndpointGb: 0.01, natGatewayGb: 0.062 },
  'ap-southeast-1': { natGatewayGb: 0.059 },
  'ap-southeast-5': { interfaceEndpointGb: 0.01 },
};

/** The list prices of a region; none where the region is not known. */
export function pricesOf(region: string | undefined): Prices {
  if (region === undefined) return {};
  const network = NETWORK.find(([regions]) => regions.split(' ').includes(region));
  return {
    ...network === undefined ? {} : {
      natGatewayHour: network[1],
      interfaceEndpointZoneHour: network[2],
      publicIpv4Hour: PUBLIC_IPV4_HOUR,
    },
    ...REGIONAL[region],
  };
}
