import { application, group, ingress, isolatedNetwork, reportOn, Resources } from './templates';
import { pictureOf } from '../../src/report/picture';

/** Further applications in the same subnets, each with a rule to the brokers. */
function withApplications(count: number, all: Resources = isolatedNetwork()): Resources {
  for (let index = 1; index < count; index++) {
    all[`Job${index}`] = application(`Group${index}`, ['SubnetA', 'SubnetB']);
    all[`Group${index}`] = group([{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]);
    all[`Ingress${index}`] = ingress('Brokers', `Group${index}`, 9098);
    all[`Endpoint${index}`] = ingress('EndpointGroup', `Group${index}`, 443);
  }
  return all;
}

/** Every element is closed, in the order in which they were opened. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [, close, name, empty] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (close !== '') expect(open.pop()).toBe(name);
    else if (empty === '') open.push(name);
  }
  expect(open).toEqual([]);
}

test.each([1, 2, 6, 7, 30])('%d applications are all in the picture', count => {
  const svg = pictureOf(reportOn(withApplications(count)));
  expectWellFormed(svg);
  const ids = [...svg.matchAll(/<g id="(application-[^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(count);
});

test('one application: columns, subnets by zone, endpoints, services and peers with their ports', () => {
  const svg = pictureOf(reportOn(isolatedNetwork()));
  for (const text of ['Applications', 'Subnets', 'Endpoints and NAT', 'AWS services', 'Peers', 'zone 1 · isolated', 'zone 2 · isolated', 'kinesis-streams', 's3', 'Brokers', 'TCP 9098']) {
    expect(svg).toContain(`>${text}<`);
  }
});

test('subnets that applications share are drawn once', () => {
  const svg = pictureOf(reportOn(withApplications(3)));
  expect(svg.match(/<g id="subnet-/g)).toHaveLength(2);
});

test('what several applications reach is one line with a count', () => {
  expect(pictureOf(reportOn(withApplications(3)))).toContain('>TCP 9098 ×3<');
});

test('a target that applications reach in different ways has a row for each way', () => {
  const report = reportOn(withApplications(2));
  const [path, ...others] = report.paths;
  const svg = pictureOf({ ...report, paths: [{ ...path, via: 'none', verdict: 'blocked' }, ...others] });
  expect([...svg.matchAll(/<title>([^<]* for kinesis-streams)</g)].map(([, title]) => title)).toEqual([
    'interface endpoint for kinesis-streams', 'no endpoint for kinesis-streams',
  ]);
});

test('imported VPCs and subnets are dashed, and say so', () => {
  const report = reportOn(isolatedNetwork());
  const subnets = report.subnets.map(each => ({ ...each, zone: 'zone not known', kind: 'unknown' as const }));
  const vpcs = report.vpcs.map(vpc => ({ ...vpc, isImported: true }));
  const svg = pictureOf({ ...report, vpcs, subnets: [{ ...subnets[0], cidr: undefined }, subnets[1]] });
  for (const text of ['Vpc (imported)', 'imported subnet', 'subnet']) expect(svg).toContain(`>${text}<`);
  expect(svg).toMatch(/stroke-dasharray="6 4"\/><text[^>]*>Vpc \(imported\)</);
  expect(pictureOf({ ...report, vpcs: [] })).toContain('>imported VPC<');
});

test('what is blocked is dashed and ends in a cross, and the description says it', () => {
  const all = isolatedNetwork();
  const free = pictureOf(reportOn(all));
  delete all.EndpointIngress;
  const svg = pictureOf(reportOn(all));
  const crosses = (picture: string) => picture.match(/l10 10M/g)?.length;
  expect(crosses(svg)).toBe(crosses(free)! + 1);
  expect(svg).toContain('Blocked: Job to kinesis-streams on 443.');
});

test('many applications: a row each, and a cross where something is blocked', () => {
  const all = withApplications(8);
  delete all.Endpoint3;
  const svg = pictureOf(reportOn(all));
  expect(svg).toContain('Job3 cannot reach kinesis-streams');
  expect(svg.match(/l10 10M/g)).toHaveLength(1);
});

test('the picture is the same in every run, scales, and needs no style sheet', () => {
  const svg = pictureOf(reportOn(withApplications(6)));
  expect(pictureOf(reportOn(withApplications(6)))).toBe(svg);
  expect(svg).toMatch(/viewBox="0 0 960 \d+/);
  expect(svg).not.toMatch(/var\(|<style|class=|<svg[^>]* width=/);
});

test('names are escaped and shortened', () => {
  const all: Resources = { ...isolatedNetwork(), Brokers: group([]) };
  const report = reportOn(all);
  const named = {
    ...report, applications: report.applications.map(each => ({ ...each, name: `<b>&"${'x'.repeat(80)}` })), paths: [],
  };
  const svg = pictureOf(named);
  expectWellFormed(svg);
  expect(svg).toContain('&lt;b&gt;&amp;&quot;');
  expect(svg).toContain('…');
});
