import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readAssembly } from '../../../src/rules/template/assembly';
import { folderWith } from '../../helpers';

const NESTED = 'AWS::CloudFormation::Stack';
const HASH = '0123456789abcdef'.repeat(4);
const logicalId = (data: unknown) => [{ type: 'aws:cdk:other', data: 'No' }, { type: 'aws:cdk:logicalId', data }];

const FILES = {
  'manifest.json': {
    artifacts: {
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      A: {
        environment: 'aws://111111111111/eu-west-1',
        displayName: 'Stage/A',
        properties: { templateFile: 'A.template.json' },
        metadata: {
          '/Stage/A/Job/Resource': logicalId('Job'),
          '/Stage/A/Inner.NestedStack/Inner.NestedStackResource': logicalId('Inner'),
          '/Stage/A/Inner/Job/Resource': logicalId('Job'),
          '/Stage/A/Note': 'no list',
          '/Stage/AB/Other': logicalId('Other'),
        },
      },
      B: {
        environment: 'aws://unknown-account/unknown-region',
        displayName: 'B',
        properties: { templateFile: 'B.template.json' },
        metadata: { '/B/Old': logicalId('Old') },
        additionalMetadataFile: 'B.metadata.json',
      },
      C: {
        environment: 'x-aws://111111111111/eu-west-1/more',
        properties: { templateFile: 'C.template.json' },
        metadata: { '/C/Job': logicalId('Job') },
      },
    },
  },
  'B.metadata.json': { '/B/New': logicalId('New') },
  'A.assets.json': {
    files: {
      [HASH]: { source: { path: 'ByHash.json' } }, ['f'.repeat(64)]: { source: { path: 'asset.zip' } }, broken: 5,
    },
  },
  'A.template.json': {
    Resources: {
      Job: { Type: 'X' },
      Inner: {
        Type: NESTED,
        Metadata: { 'aws:asset:path': 'Inner.json' },
        Properties: { TemplateURL: `https://s3/${HASH}.json` },
      },
      ByHash: {
        Type: NESTED,
        Metadata: { 'aws:asset:path': 'Gone.json' },
        Properties: { TemplateURL: { 'Fn::Sub': `https://s3/${HASH}.json` } },
      },
      OfOthers: { Type: NESTED, Properties: { TemplateURL: `https://s3/${'a'.repeat(64)}.json` } },
      NoTemplate: { Type: NESTED, Properties: { TemplateURL: `https://s3/${'f'.repeat(64)}.json` } },
      Itself: { Type: NESTED, Metadata: { 'aws:asset:path': 'A.template.json' } },
      Function: { Type: 'AWS::Lambda::Function', Metadata: { 'aws:asset:path': 'Inner.json' } },
      Text: 'no resource',
    },
  },
  'Inner.json': { Resources: { Outer: { Type: NESTED, Metadata: { 'aws:asset:path': 'A.template.json' } } } },
  'ByHash.json': { Resources: { Job: {} } },
  'B.template.json': {},
  'C.template.json': {},
};

const folder = folderWith(
  Object.fromEntries(Object.entries(FILES).map(([name, content]) => [name, JSON.stringify(content)])),
);
const read = (...names: string[]) => readAssembly(names.map(name => join(folder, name)));

test('templates are read once, each with those that are nested in it', () => {
  const { templates } = read('A.template.json', 'B.template.json', 'A.template.json');
  expect(templates.map(({ file }) => basename(file))).toEqual([
    'A.template.json', 'Inner.json', 'ByHash.json', 'B.template.json',
  ]);
  expect(templates.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  expect(
    templates.map(({ parent }) => parent && `${parent.logicalId} of ${parent.template.index}`),
  ).toEqual([undefined, 'Inner of 0', 'ByHash of 0', undefined]);
  expect([...templates[0].nested]).toEqual([['Inner', templates[1]], ['ByHash', templates[2]]]);
  expect(templates[2].body).toEqual({ Resources: { Job: {} } });
});

test('the environment is that of the stack, as far as it is known', () => {
  const { templates } = read('A.template.json', 'B.template.json', 'C.template.json');
  const environment = { account: '111111111111', region: 'eu-west-1' };
  expect(
    templates.map(({ account, region }) => ({ account, region })),
  ).toEqual([environment, environment, environment, {}, {}]);
});

test('construct paths are those of the template, and not of its neighbours', () => {
  const { templates } = read('A.template.json', 'B.template.json', 'C.template.json');
  expect(templates.map(({ paths }) => Object.fromEntries(paths))).toEqual([
    { Job: 'Stage/A/Job/Resource', Inner: 'Stage/A/Inner.NestedStack/Inner.NestedStackResource' },
    { Job: 'Stage/A/Inner/Job/Resource' },
    {},
    { Old: 'B/Old', New: 'B/New' },
    {},
  ]);
});

test('the metadata is that of all stacks, without the leading slash', () => {
  const { metadata } = read('A.template.json', 'B.template.json');
  expect([...metadata.keys()]).toEqual([
    'Stage/A/Job/Resource', 'Stage/A/Inner.NestedStack/Inner.NestedStackResource', 'Stage/A/Inner/Job/Resource',
    'Stage/A/Note', 'Stage/AB/Other', 'B/Old', 'B/New',
  ]);
  expect(metadata.get('Stage/A/Note')).toEqual([]);
  expect(metadata.get('B/New')).toEqual(logicalId('New'));
});

test('a stage has a manifest of its own', () => {
  const stage = join(folder, 'assembly-Stage');
  mkdirSync(stage, { recursive: true });
  writeFileSync(join(stage, 'A.template.json'), '{}');
  writeFileSync(join(stage, 'manifest.json'), JSON.stringify({
    artifacts: { A: { environment: 'aws://222222222222/us-east-1', properties: { templateFile: 'A.template.json' } } },
  }));
  const { templates } = read('assembly-Stage/A.template.json', 'B.template.json');
  expect(templates.map(({ account }) => account)).toEqual(['222222222222', undefined]);
});
