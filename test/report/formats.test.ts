import { isolatedNetwork, reportOn, reportOnFiles, Resources, role, written } from './templates';
import { FORMATS } from '../../src/report/formats';
import { textOf } from '../../src/report/formats/text';
import { showPathsIn } from '../../src/report/names';
import { UNKNOWN_ZONE } from '../../src/report/network';
import { readAssembly } from '../../src/rules/template/assembly';
import { TemplateModel } from '../../src/rules/template/template-model';

function faulty(): Resources {
  const all = isolatedNetwork();
  delete all.EndpointIngress;
  return all;
}

test('HTML is one file that loads nothing', () => {
  const html = FORMATS['.html'](reportOn(faulty()));
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).not.toMatch(/<script|<link|src=|url\(|@import/);
  expect(html).toContain('prefers-color-scheme: dark');
  expect(html).toContain('<svg');
});

test.each(['Reachability', 'Findings of the rules', 'VPC endpoints', 'Security group rules', 'Subnets and their addresses',
  'Permissions of the execution roles', 'Monthly costs', 'Costs that depend on traffic'])('HTML and Markdown have the table "%s"', title => {
  const report = reportOn(faulty());
  expect(FORMATS['.html'](report)).toContain(`<h2>${title}</h2>`);
  expect(FORMATS['.md'](report)).toContain(`## ${title}`);
});

test('what is blocked comes first, in words', () => {
  const markdown = FORMATS['.md'](reportOn(faulty()));
  const [first] = markdown.split('| --- | --- | --- | --- | --- | --- |\n')[1].split('\n');
  expect(first).toBe('| Job | kinesis-streams | 443 | interface endpoint | blocked | '
    + 'EndpointGroup has no inbound rule for TCP 443 from JobGroup. |');
});

test('Markdown has the network as a flowchart', () => {
  const markdown = FORMATS['.md'](reportOn(faulty()));
  expect(markdown).toContain('```mermaid\nflowchart LR\n  subgraph v0["Vpc"]\n    n0["Job"]\n  end');
  expect(markdown).toMatch(/n0 -\.->\|"443 blocked"\| n\d/);
  expect(markdown).toMatch(/n0 -->\|"9098 VPC"\| n\d/);
});

test('Markdown counts the verdicts, and shows names as they are', () => {
  const name = 'Job <b>"one"</b> & `two` #3';
  const report = reportOn(isolatedNetwork());
  const named = <T extends { name: string }>(all: readonly T[]) => all.map(each => ({ ...each, name }));
  const markdown = FORMATS['.md']({ ...report, applications: named(report.applications), vpcs: named(report.vpcs) });
  expect(markdown).toContain('1 application, 3 connections: 3 reachable, 0 blocked, 0 not known.');
  const label = 'Job #60;b#62;#34;one#34;#60;/b#62; #38; #96;two#96; #35;3';
  expect(markdown).toContain(`subgraph v0["${label}"]\n    n0["${label}"]\n`);
});

test('a table is a table also where a cell has a bar or lines', () => {
  const report = reportOn(isolatedNetwork());
  const [endpoint] = report.endpoints;
  const markdown = FORMATS['.md']({ ...report, endpoints: [{ ...endpoint, neededBy: ['a | b * <c> &', 'd'] }] });
  expect(markdown).toContain('| kinesis-streams | Interface | 2 | a \\| b \\* &lt;c> &amp;<br>d |');
});

test('JSON is the report as data, with its format version', () => {
  expect(JSON.parse(FORMATS['.json'](reportOn(faulty())))).toMatchObject({
    format: 1, applications: [{ name: 'Job', verdict: 'blocked', kpus: 4 }], vpcs: [{ name: 'Vpc' }],
  });
});

test('text has a line for each connection, the endpoints, findings and costs', () => {
  const text = textOf(reportOn(faulty()));
  expect(text).toContain('Job: FLINK-1_20, 4 KPU\n  in         SubnetA (zone 1, isolated, 10.0.0.0/24)\n');
  expect(text).toMatch(/^ {2}blocked {4}Job cannot reach kinesis-streams/m);
  expect(text).toMatch(/^ {2}reachable {2}Brokers on 9098 within the VPC$/m);
  expect(text).toContain('Interface endpoints: kinesis-streams');
  expect(text).toMatch(/Findings of the rules: .*endpoint-unreachable \(Job\)/);
  expect(text).toContain('List prices of');
});

test('text: the ways out of the network, and subnets that are not in the templates', () => {
  const report = reportOn(isolatedNetwork());
  const [kinesis] = report.paths;
  const through = (name: string) => ({
    ...kinesis, via: 'egress' as const, hops: [{ kind: 'route' as const, name, check: '', result: 'reachable' as const }],
  });
  const subnets = report.subnets.map(each => ({ ...each, zone: UNKNOWN_ZONE, kind: 'unknown' as const, cidr: undefined }));
  const text = textOf({ ...report, subnets, paths: ['NAT gateway', 'route out', 'service network'].map(through) });
  expect(text).toContain('  in         SubnetA (not in the templates)\n');
  expect(text).toContain([
    '  reachable  kinesis-streams on 443 through a NAT gateway',
    '  reachable  kinesis-streams on 443 through a route out of the VPC',
    '  reachable  kinesis-streams on 443 through the network of the service',
    '',
  ].join('\n'));
});

test('HTML breaks long words, so that a table fits', () => {
  const report = reportOn(isolatedNetwork());
  const [path, ...others] = report.paths;
  const html = FORMATS['.html']({ ...report, paths: [{ ...path, from: 'Orders/OrdersEnrichmentAndDeduplication' }, ...others] });
  expect(html).toContain('Orders/<wbr>Orders<wbr>Enrichment<wbr>And<wbr>Deduplication');
});

test('text: what is reached in the same way shares a line', () => {
  const report = reportOn(isolatedNetwork());
  const [kinesis] = report.paths;
  expect(textOf({ ...report, paths: [...report.paths, { ...kinesis, to: 'logs' }] })).toContain([
    '',
    '  reachable  kinesis-streams, logs on 443 through interface endpoints',
    '  reachable  s3 on 443 through gateway endpoints',
    '  reachable  Brokers on 9098 within the VPC',
    '',
  ].join('\n'));
});

test('templates with the same logical ids are told apart', () => {
  const report = reportOnFiles([written(isolatedNetwork(), 'One'), written(faulty(), 'Two')]);
  expect(report.applications.map(({ name, verdict, vpc }) => [name, verdict, vpc])).toEqual([
    ['One/Job', 'reachable', 'One/Vpc'], ['Two/Job', 'blocked', 'Two/Vpc'],
  ]);
  expect(report.applications[1].subnets).toEqual(['Two/SubnetA', 'Two/SubnetB']);
  expect(report.subnets.map(({ name, applications }) => [name, ...applications])).toEqual([
    ['One/SubnetA', 'One/Job'], ['One/SubnetB', 'One/Job'], ['Two/SubnetA', 'Two/Job'], ['Two/SubnetB', 'Two/Job'],
  ]);
  expect(report.endpoints.map(({ neededBy }) => neededBy)).toEqual([
    ['One/Job: reads stream/clicks'], ['One/Job: writes lake/*'], ['Two/Job: reads stream/clicks'], ['Two/Job: writes lake/*'],
  ]);
  expect(report.findings.map(({ resource, message }) => [resource, message])).toEqual(
    expect.arrayContaining([['Two/Job', expect.stringContaining('kinesis-streams')]]),
  );
  expect(FORMATS['.html'](report).match(/<g id="application-/g)).toHaveLength(2);
  expect(FORMATS['.html'](report).match(/<g id="subnet-/g)).toHaveLength(4);
});

test('resources are named by those of their own template', () => {
  const withStream = (name: string) => {
    const all = isolatedNetwork();
    all.Clicks = { Type: 'AWS::Kinesis::Stream', Properties: {} };
    all.Role = role([{ Effect: 'Allow', Action: 'kinesis:GetRecords', Resource: { 'Fn::GetAtt': ['Clicks', 'Arn'] } }]);
    return written(all, name);
  };
  const { permissions } = reportOnFiles([withStream('Dev'), withStream('Prod')]);
  expect(permissions.map(({ application, resources }) => [application, ...resources])).toEqual([
    ['Dev/Job', 'Dev/Clicks'], ['Prod/Job', 'Prod/Clicks'],
  ]);
});

test('what a rule says names resources as the rest of the report', () => {
  const [one, two] = ['One', 'Two'].map(name => written(isolatedNetwork(), name));
  const model = new TemplateModel(readAssembly([one, two]));
  const [template] = model.resources('AWS::KinesisAnalyticsV2::Application').map(({ template: own }) => own);
  expect(showPathsIn(model, '${Kinesis.Id} and ${AWS::Region}', template)).toBe('One/Kinesis and ${AWS::Region}');
  const other = { ...template, index: 7 };
  expect(showPathsIn(model, '${Kinesis}', other)).toBe('${Kinesis}');
  const alone = new TemplateModel(readAssembly([one]));
  expect(showPathsIn(alone, '${Kinesis}', other)).toBe('Kinesis');
});

test('an app without Flink applications is said to have none', () => {
  const report = reportOn({ Topic: { Type: 'AWS::SNS::Topic', Properties: {} } });
  expect(textOf(report)).toMatch(/^The templates have no Flink application\.\n\nVPCs: none that the templates name\n/);
  const html = FORMATS['.html'](report);
  expect(html).toContain('0 applications, 0 connections');
  expect(html).toContain('<p>The templates have no Flink application.</p>');
  expect(html).not.toContain('<svg');
  expect(FORMATS['.md'](report)).toContain('No application declares anything to reach.');
});

test('each endpoint says who needs it, each rule who asked for it, each permission what it is for', () => {
  const { endpoints, rules, permissions, subnets } = reportOn(isolatedNetwork());
  expect(endpoints.map(({ name, neededBy }) => [name, neededBy])).toEqual([
    ['kinesis-streams', ['Job: reads stream/clicks']],
    ['s3', ['Job: writes lake/*']],
  ]);
  expect(rules).toContainEqual({
    group: 'Brokers',
    direction: 'in',
    ports: 'tcp 9098',
    peer: 'JobGroup',
    description: 'from the job',
    askedForBy: 'BrokersIngress',
  });
  expect(permissions).toContainEqual({
    application: 'Job', service: 's3', access: 'writes', actions: ['s3:PutObject'], resources: ['lake/*'],
  });
  expect(subnets[0]).toMatchObject({
    name: 'SubnetA', kind: 'isolated', usableAddresses: 251, usedAddresses: 5, applications: ['Job'],
  });
});

test('applications that need an endpoint for the same calls share a line', () => {
  const all = isolatedNetwork();
  all.Other = all.Job;
  expect(reportOn(all).endpoints.map(({ neededBy }) => neededBy)).toEqual([
    ['Job, Other: reads stream/clicks'], ['Job, Other: writes lake/*'],
  ]);
});

test('rules are in the order of their groups', () => {
  const groups = reportOn(isolatedNetwork()).rules.map(rule => rule.group);
  expect(groups).toEqual(['Brokers', 'EndpointGroup', 'JobGroup']);
});

test('applications that reach a target in the same way share a row', () => {
  const report = reportOn(isolatedNetwork());
  const others = report.paths.map(path => ({ ...path, from: 'Other' }));
  const markdown = FORMATS['.md']({ ...report, paths: [...report.paths, ...others] });
  expect(markdown).toContain('| Job, Other | kinesis-streams | 443 | interface endpoint | reachable |  |');
});

test('a port that is only known at deployment is named by its resource', () => {
  const all = isolatedNetwork();
  const port = { 'Fn::GetAtt': ['Database', 'Endpoint.Port'] };
  all.Database = { Type: 'AWS::RDS::DBCluster', Properties: {} };
  Object.assign(all.BrokersIngress.Properties, { FromPort: port, ToPort: port });
  const { rules, paths } = reportOn(all);
  expect(rules).toContainEqual(expect.objectContaining({ group: 'Brokers', ports: 'tcp port of Database' }));
  expect(paths).toContainEqual(expect.objectContaining({ to: 'Brokers', port: 'its port' }));
});
