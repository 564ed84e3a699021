import type { ApplicationNode, EndpointNode, NatGatewayNode } from './network';
import { HOURS_A_MONTH, Prices } from './prices';

/** GB of running application storage for each KPU. */
const STORAGE_GB_PER_KPU = 50;
/** The KPU of each application for orchestration. */
const ORCHESTRATION_KPUS = 1;

/** A quantity with its price for a month. */
export interface CostRow {
  readonly item: string;
  /** What is counted: `KPU-hours`, `GB-months`. */
  readonly unit: string;
  /** How many of them at the parallelism that is configured. */
  readonly quantity?: number;
  /** How many of them at the largest scale. */
  readonly largestQuantity?: number;
  /** In USD for each unit. */
  readonly unitPrice?: number;
  /** In USD for a month at the parallelism that is configured. */
  readonly amount?: number;
  /** In USD for a month at the largest scale. */
  readonly largestAmount?: number;
}

/** What the network and the applications of an app cost in a month. */
export interface CostReport {
  readonly fixed: readonly CostRow[];
  /** What depends on traffic: unit prices only. */
  readonly traffic: readonly CostRow[];
  readonly total: number;
  readonly largestTotal: number;
  /** Whether a price is missing, so that the totals are lower bounds. */
  readonly isLowerBound: boolean;
}

/** What the prices apply to, with the prices of the region of each part. */
export interface Priced {
  readonly applications: readonly ApplicationNode[];
  readonly endpoints: readonly EndpointNode[];
  readonly natGateways: readonly NatGatewayNode[];
  readonly pricesOf: (region: string | undefined) => Prices;
}

/** Works out what the applications and their network cost in a month. */
export function costsOf({ applications, endpoints, natGateways, pricesOf }: Priced): CostReport {
  const fixed = [
    ...applications.flatMap(application => applicationRows(application, pricesOf(application.region))),
    ...endpoints
      .filter(({ type }) => type === 'Interface')
      .map(endpoint => endpointRow(endpoint, pricesOf(endpoint.region))),
    ...natGateways.flatMap(gateway => natGatewayRows(gateway, pricesOf(gateway.region))),
  ];
  const traffic = uniqueRows([
    ...endpoints.filter(({ type }) => type === 'Interface')
      .map(({ region }) =>
        trafficRow('data through interface endpoints', region, pricesOf(region).interfaceEndpointGb)),
    ...natGateways.map(({ region }) => trafficRow('data through NAT gateways', region, pricesOf(region).natGatewayGb)),
  ]);
  return {
    fixed,
    traffic,
    total: sum(fixed.map(({ amount }) => amount)),
    largestTotal: sum(fixed.map(({ largestAmount }) => largestAmount)),
    isLowerBound: fixed.some(({ amount, largestAmount }) => amount === undefined || largestAmount === undefined),
  };
}

function applicationRows({ name, kpus, largestKpus }: ApplicationNode, prices: Prices): CostRow[] {
  const hours = (count: number | undefined) =>
    times(count === undefined ? undefined : count + ORCHESTRATION_KPUS, HOURS_A_MONTH);
  return [
    row(`${name}: Kinesis Processing Units`, 'KPU-hours', hours(kpus), prices.kpuHour, hours(largestKpus)),
    row(`${name}: running application storage`, 'GB-months',
      times(kpus, STORAGE_GB_PER_KPU), prices.runningStorageGbMonth, times(largestKpus, STORAGE_GB_PER_KPU)),
  ];
}

function endpointRow({ name, zones }: EndpointNode, prices: Prices): CostRow {
  return row(`interface endpoint ${name}`, 'zone-hours', times(zones, HOURS_A_MONTH), prices.interfaceEndpointZoneHour);
}

function natGatewayRows({ name, isPublic }: NatGatewayNode, prices: Prices): CostRow[] {
  const gateway = row(`NAT gateway ${name}`, 'hours', HOURS_A_MONTH, prices.natGatewayHour);
  const address = row(`public IPv4 address of ${name}`, 'hours', HOURS_A_MONTH, prices.publicIpv4Hour);
  return isPublic ? [gateway, address] : [gateway];
}

function row(
  item: string, unit: string, quantity: number | undefined, unitPrice: number | undefined, largestQuantity = quantity,
): CostRow {
  return {
    item,
    unit,
    quantity,
    largestQuantity,
    unitPrice,
    amount: times(quantity, unitPrice),
    largestAmount: times(largestQuantity, unitPrice),
  };
}

function trafficRow(item: string, region: string | undefined, unitPrice: number | undefined): CostRow {
  return { item: region === undefined ? item : `${item} in ${region}`, unit: 'GB', unitPrice };
}

function times(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one * other;
}

function sum(amounts: (number | undefined)[]): number {
  return amounts.reduce((total: number, amount) => total + (amount ?? 0), 0);
}

function uniqueRows(rows: CostRow[]): CostRow[] {
  return [...new Map(rows.map(each => [each.item, each])).values()];
}
