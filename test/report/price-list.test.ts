import { execFile } from 'node:child_process';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Prices, pricesOf } from '../../src/report/prices';

const SCRIPT = join(__dirname, '..', '..', 'scripts', 'prices.js');

/** What the public price list calls each price, in two regions. */
const USAGE_TYPES: Record<keyof Prices, readonly [service: string, usageType: string]> = {
  kpuHour: ['AmazonKinesisAnalytics', 'KPU-Hour-Java'],
  runningStorageGbMonth: ['AmazonKinesisAnalytics', 'RunningApplicationStorage'],
  interfaceEndpointZoneHour: ['AmazonVPC', 'VpcEndpoint-Hours'],
  interfaceEndpointGb: ['AmazonVPC', 'VpcEndpoint-Bytes'],
  publicIpv4Hour: ['AmazonVPC', 'PublicIPv4:InUseAddress'],
  natGatewayHour: ['AmazonEC2', 'NatGateway-Hours'],
  natGatewayGb: ['AmazonEC2', 'NatGateway-Bytes'],
};
const PREFIXES: Record<string, string> = { 'us-east-1': '', 'eu-central-1': 'EUC1-' };

const quoted = (...cells: string[]) => cells.map(cell => `"${cell.replace(/"/g, '""')}"`).join(',');

/** A file of the list as AWS documents it: five lines about it, the names of the columns, a line for each price. */
function fileOf(service: string, region: string, prices: Prices): string {
  const row = (usageType: string, price: number, { from = '0', term = 'OnDemand' } = {}) =>
    quoted('SKU1', 'TERM', 'RATE', term, `$${price} per "unit", of a kind`, '2026-11-01', from, 'Inf', 'Hrs', price.toFixed(10),
      'USD', `${PREFIXES[region]}${usageType}`);
  return [
    quoted('FormatVersion', 'v1.0'),
    quoted('Disclaimer', 'This pricing list is for informational purposes only.'),
    quoted('Publication Date', '2026-11-01T00:00:00Z'),
    quoted('Version', '20261101000000'),
    quoted('OfferCode', service),
    quoted('SKU', 'OfferTermCode', 'RateCode', 'TermType', 'PriceDescription', 'EffectiveDate', 'StartingRange', 'EndingRange', 'Unit',
      'PricePerUnit', 'Currency', 'usageType'),
    row('KPU-Hour', 7),
    row('RegionalNatGateway-Hours', 8),
    row('VpcEndpoint-Bytes', 9, { from: '1048576' }),
    row('NatGateway-Hours', 9, { term: 'Reserved' }),
    ...Object.entries(USAGE_TYPES).flatMap(([name, [of, usageType]]) => {
      const price = prices[name as keyof Prices];
      return of === service && price !== undefined ? [row(usageType, price)] : [];
    }),
  ].join('\r\n');
}

async function serve(prices: Record<string, Prices>): Promise<Server> {
  const server = createServer((request, response) => {
    const [, service, region, name] = /\/aws\/(\w+)\/current\/(?:([\w-]+)\/)?([\w.]+)$/.exec(request.url!)!;
    if (name === 'region_index.json') {
      const regions = Object.keys(prices).map(regionCode =>
        [regionCode, { regionCode, currentVersionUrl: `/offers/v1.0/aws/${service}/current/${regionCode}/index.json` }]);
      response.end(JSON.stringify({ formatVersion: 'v1.0', regions: Object.fromEntries(regions) }));
    } else {
      response.end(name === 'index.csv' ? fileOf(service, region, prices[region]) : undefined);
    }
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return server;
}

async function compared(list: string, ...regions: string[]): Promise<{ code: number; out: string; error: string }> {
  return new Promise(done => {
    const child = execFile(process.execPath, [SCRIPT, ...regions], { env: { ...process.env, PRICE_LIST: list } }, (_, out, error) =>
      done({ code: child.exitCode!, out, error }));
  });
}

async function comparedWith(prices: Record<string, Prices>, ...regions: string[]) {
  const server = await serve(prices);
  try {
    return await compared(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...regions);
  } finally {
    server.close();
  }
}

const KNOWN = { 'us-east-1': pricesOf('us-east-1'), 'eu-central-1': pricesOf('eu-central-1') };

test('a list with the prices of the report has no differences', async () => {
  const { code, out } = await comparedWith(KNOWN);
  expect(out).toMatch(/^2 regions compared with the prices of [\d-]+: 0 differences\n$/);
  expect(code).toBe(0);
});

test('prices that changed, are new in the list, or are gone from it are named', async () => {
  const { natGatewayGb, ...others } = KNOWN['us-east-1'];
  const changed = { 'us-east-1': { ...others, kpuHour: 0.12 }, 'eu-central-1': { ...KNOWN['eu-central-1'], kpuHour: 0.13 } };
  const { code, out } = await comparedWith(changed);
  expect(out.split('\n').slice(0, 4)).toEqual([
    'eu-central-1 kpuHour: 0.13 in the list, not known in the report',
    'us-east-1 kpuHour: 0.12 in the list, 0.11 in the report',
    `us-east-1 natGatewayGb: none in the list, ${natGatewayGb} in the report`,
    expect.stringMatching(/^2 regions .*: 3 differences$/),
  ]);
  expect(code).toBe(1);
});

test('regions can be named', async () => {
  const { out } = await comparedWith({ ...KNOWN, 'us-east-1': {} }, 'eu-central-1');
  expect(out).toMatch(/^1 region .*: 0 differences\n$/);
});

test('without an answer the comparison fails, and says what could not be read', async () => {
  const { code, out, error } = await compared('http://127.0.0.1:9');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(error).toMatch(/^http:\/\/127\.0\.0\.1:9\/offers\/v1\.0\/aws\/AmazonKinesisAnalytics\/current\/region_index\.json cannot be read: /);
});

test('a region that the list lacks is an error', async () => {
  expect(await comparedWith(KNOWN, 'mars-north-1')).toMatchObject({
    code: 2, error: 'the list of AmazonKinesisAnalytics has no region mars-north-1\n',
  });
});
