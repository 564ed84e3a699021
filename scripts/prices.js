// Compares the prices of the report with the public price list of AWS, for the regions that are named, or all in which
// the service is offered. Ends with 0 where they are the same, with 1 where they differ, and with 2 where the list
// cannot be read. The files of Amazon EC2 have hundreds of megabytes a region: they are read line by line.
// See https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api.html
const { createInterface } = require('node:readline');
const { Readable } = require('node:stream');
const { PRICES_AS_OF, pricesOf } = require('../lib/report/prices');

const LIST = process.env.PRICE_LIST ?? 'https://pricing.us-east-1.amazonaws.com';
const SERVICE = 'AmazonKinesisAnalytics';

/** The end of the usage type of each price, after the region's prefix. */
const USAGE_TYPES = {
  [SERVICE]: { kpuHour: 'KPU-Hour-Java', runningStorageGbMonth: 'RunningApplicationStorage' },
  AmazonVPC: {
    interfaceEndpointZoneHour: 'VpcEndpoint-Hours',
    interfaceEndpointGb: 'VpcEndpoint-Bytes',
    publicIpv4Hour: 'PublicIPv4:InUseAddress',
  },
  AmazonEC2: { natGatewayHour: 'NatGateway-Hours', natGatewayGb: 'NatGateway-Bytes' },
};

/** The list cannot be read, or has another form than is documented. */
class ListError extends Error {}

async function fetched(path) {
  const url = `${LIST}${path}`;
  const response = await fetch(url).catch(error => {
    throw new ListError(`${url} cannot be read: ${error.cause?.message ?? error.message}`);
  });
  if (!response.ok) throw new ListError(`${url} cannot be read: HTTP ${response.status}`);
  return response;
}

/** Where the file of each region is. */
async function regionsOf(service) {
  const response = await fetched(`/offers/v1.0/aws/${service}/current/region_index.json`);
  const { regions } = await response.json();
  return new Map(Object.values(regions).map(({ regionCode, currentVersionUrl }) => [regionCode, currentVersionUrl]));
}

/** The cells of a line: quoted, with quotes in them doubled. */
function cellsOf(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? bare : quoted.replace(/""/g, '"'));
}

/** The prices of a file: five lines about it, the names of the columns, and a line for each price. */
async function pricesIn(url, usageTypes) {
  const response = await fetched(url.replace(/\.json$/, '.csv'));
  const found = {};
  let columns;
  for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
    if (columns === undefined) {
      const cells = cellsOf(line);
      if (cells.includes('SKU')) columns = new Map(cells.map((name, index) => [name.toLowerCase(), index]));
      continue;
    }
    if (!Object.values(usageTypes).some(end => line.includes(end))) continue;
    const cells = cellsOf(line);
    const cell = name => cells[columns.get(name)];
    const isFirstTier = cell('termtype') === 'OnDemand' && Number(cell('startingrange')) === 0;
    if (!isFirstTier || cell('currency') !== 'USD') continue;
    for (const [name, end] of Object.entries(usageTypes)) {
      const usageType = cell('usagetype') ?? '';
      if (usageType !== end && !usageType.endsWith(`-${end}`)) continue;
      found[name] = [...new Set([...found[name] ?? [], Number(cell('priceperunit'))])];
    }
  }
  if (columns === undefined) throw new ListError(`${url} has no line with the names of the columns`);
  return found;
}

function differencesOf(region, listed) {
  const own = pricesOf(region);
  return Object.values(USAGE_TYPES).flatMap(names => Object.keys(names)).flatMap(name => {
    const prices = listed[name] ?? [];
    if (prices.length === 1 && prices[0] === own[name]) return [];
    if (prices.length === 0 && own[name] === undefined) return [];
    const [listedAs, reportedAs] = [prices.join(' and ') || 'none', own[name] ?? 'not known'];
    return [`${region} ${name}: ${listedAs} in the list, ${reportedAs} in the report`];
  });
}

async function main(wanted) {
  const indexes = {};
  for (const service of Object.keys(USAGE_TYPES)) indexes[service] = await regionsOf(service);
  const regions = wanted.length > 0 ? wanted : [...indexes[SERVICE].keys()].sort();
  const unknown = regions.filter(region => !indexes[SERVICE].has(region));
  if (unknown.length > 0) throw new ListError(`the list of ${SERVICE} has no region ${unknown.join(', ')}`);
  const differences = [];
  for (const region of regions) {
    const listed = {};
    for (const [service, usageTypes] of Object.entries(USAGE_TYPES)) {
      const url = indexes[service].get(region);
      if (url !== undefined) Object.assign(listed, await pricesIn(url, usageTypes));
    }
    differences.push(...differencesOf(region, listed));
  }
  for (const difference of differences) console.log(difference);
  const count = regions.length === 1 ? '1 region' : `${regions.length} regions`;
  console.log(`${count} compared with the prices of ${PRICES_AS_OF}: ${differences.length} differences`);
  if (differences.length > 0) {
    console.log('Write them, and the day, into src/report/prices.ts');
    process.exitCode = 1;
  }
}

main(process.argv.slice(2)).catch(error => {
  console.error(error instanceof ListError ? error.message : error);
  process.exitCode = 2;
});
