import { application, isolatedNetwork, natGateway, reportOn, Resources } from './templates';
import { costCells, costsInWords, totals } from '../../src/report/formats/money';
import { PRICES_AS_OF, pricesOf } from '../../src/report/prices';

/** Parallelism 4, 1 per KPU, two zones, two interface endpoints, one NAT gateway. */
function golden(parallelism: Record<string, unknown> = {}): Resources {
  const all: Resources = {
    ...isolatedNetwork(), ...natGateway('SubnetA'), Job: application('JobGroup', ['SubnetA', 'SubnetB'], parallelism),
  };
  all.Logs = {
    ...all.Kinesis,
    Properties: { ...all.Kinesis.Properties, ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.logs' } },
  };
  return all;
}

test('a month in us-east-1, row by row', () => {
  const { fixed, total, isLowerBound } = reportOn(golden()).costs;
  expect(fixed.map(({ item, amount }) => [item, amount?.toFixed(2)])).toEqual([
    ['Job: Kinesis Processing Units', '401.50'],
    ['Job: running application storage', '20.00'],
    ['interface endpoint kinesis-streams', '14.60'],
    ['interface endpoint logs', '14.60'],
    ['NAT gateway Nat', '32.85'],
    ['public IPv4 address of Nat', '3.65'],
  ]);
  expect(total.toFixed(2)).toBe('487.20');
  expect(isLowerBound).toBe(false);
});

test.each([
  { scale: 'autoscaling goes up to the quota', parallelism: { AutoScalingEnabled: true }, kpuHours: 65 * 730 },
  { scale: 'no autoscaling', parallelism: {}, kpuHours: 5 * 730 },
  { scale: 'beyond the quota already', parallelism: { AutoScalingEnabled: true, Parallelism: 80 }, kpuHours: 81 * 730 },
  {
    scale: 'several tasks a KPU, rounded up', parallelism: { Parallelism: 9, ParallelismPerKPU: 4 }, kpuHours: 4 * 730,
  },
])('the largest scale: $scale', ({ parallelism, kpuHours }) => {
  expect(reportOn(golden(parallelism)).costs.fixed[0].largestQuantity).toBe(kpuHours);
});

test('a notebook is not scaled by the service', () => {
  const all = golden({ AutoScalingEnabled: true });
  Object.assign(all.Job.Properties, { RuntimeEnvironment: 'ZEPPELIN-FLINK-3_0', ApplicationMode: 'INTERACTIVE' });
  expect(reportOn(all).costs.fixed[0]).toMatchObject({ quantity: 5 * 730, largestQuantity: 5 * 730 });
});

test('an app without anything that is billed costs nothing', () => {
  const { costs } = reportOn({ Topic: { Type: 'AWS::SNS::Topic', Properties: {} } });
  expect(costsInWords(costs)).toBe('0.00 USD at the configured parallelism, 0.00 USD at the largest scale');
});

test('the endpoints of an app without applications, as that of a platform team, are billed', () => {
  const { Job, ...platform } = golden();
  const { costs, endpoints } = reportOn(platform);
  expect(endpoints.map(({ name, neededBy }) => [name, neededBy])).toEqual(
    reportOn(golden()).endpoints.map(({ name }) => [name, []]),
  );
  expect(costs.fixed.map(({ amount }) => amount)).toEqual(
    reportOn(golden()).costs.fixed.filter(({ item }) => !item.startsWith('Job')).map(({ amount }) => amount),
  );
});

test('a region without a price is never priced as another one', () => {
  const { costs } = reportOn(golden(), { region: 'eu-central-1' });
  expect(costs.fixed[0]).toMatchObject({ unitPrice: undefined, amount: undefined });
  expect(costs.isLowerBound).toBe(true);
  expect(totals(costs).configured).toBe('at least 76.65 USD');
  expect(costsInWords(costs)).toBe('at least 76.65 USD at the configured parallelism, at least 76.65 USD at the largest '
    + `scale; the costs of 2 of ${costs.fixed.length} items are not known`);
  expect(costCells(costs.fixed[0])).toEqual([
    'Job: Kinesis Processing Units', '3650', 'KPU-hours', 'not known', 'not known', 'not known',
  ]);
});

test('without a region nothing is priced', () => {
  const { costs } = reportOn(golden(), {});
  expect(costs).toMatchObject({ total: 0, isLowerBound: true });
  expect(costsInWords(costs)).toBe('not known, since the stacks have no region or one without known prices');
});

test('prices that are given take the place of list prices', () => {
  const { costs } = reportOn(golden(), { region: 'us-east-1', prices: { kpuHour: 0.1 } });
  expect(costs.fixed[0].amount).toBeCloseTo(365);
  expect(costs.fixed[4].amount).toBeCloseTo(32.85);
});

test('traffic is a unit price and part of no total', () => {
  expect(reportOn(golden()).costs.traffic).toEqual([
    { item: 'data through interface endpoints', unit: 'GB', unitPrice: 0.01 },
    { item: 'data through NAT gateways', unit: 'GB', unitPrice: 0.045 },
  ]);
});

test('a scale that is only known at deployment is not priced', () => {
  const { fixed } = reportOn(golden({ Parallelism: { 'Fn::ImportValue': 'parallelism' } })).costs;
  expect(fixed[0]).toMatchObject({ quantity: undefined, amount: undefined });
});

test.each(['us-gov-west-1', 'ap-southeast-7', 'sa-east-1'])('%s has prices for its network', region => {
  expect(pricesOf(region)).toMatchObject({
    natGatewayHour: expect.any(Number), interfaceEndpointZoneHour: expect.any(Number),
  });
});

test('the prices are at most a year old: read them again', () => {
  const age = Date.now() - Date.parse(PRICES_AS_OF);
  expect(age / 86_400_000).toBeLessThan(366);
});
