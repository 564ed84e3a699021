import { Stack } from 'aws-cdk-lib';
import { propertiesOf, templateOf } from './templates';
import { NetworkDocument } from '../../src/endpoints/network-document';

export const OTHER_ACCOUNT = '999999999999';

/** The document of a network with three private subnets in two zones. */
export function publishedDocument(): NetworkDocument {
  const subnet = (letter: string, zone: string) => ({
    id: `subnet-0${letter}`,
    type: 'private' as const,
    zone: `eu-west-1${zone}`,
    routeTable: `rtb-0${letter}`,
    cidr: `10.0.${zone === 'a' ? 0 : 1}.0/24`,
  });
  return {
    formatVersion: 1,
    account: '111111111111',
    region: 'eu-west-1',
    vpc: { id: 'vpc-0aaa', cidrs: ['10.0.0.0/16'] },
    subnets: [subnet('a', 'a'), subnet('b', 'b'), subnet('c', 'b')],
    interfaceServices: ['logs', 'monitoring'].map(name => ({ name, port: 443, via: 'endpoint' })),
    gatewayServices: ['s3'],
    clientSecurityGroup: 'sg-0c11e9700',
    clientSecurityGroupShared: false,
    prefixLists: {},
    endpointPeers: [],
    clients: 'wholeVpc',
  };
}

/** The document that a stack publishes, with references as text. */
export function documentOf(stack: Stack): NetworkDocument {
  const [{ Value: value }] = propertiesOf(templateOf(stack), 'AWS::SSM::Parameter');
  const parts = typeof value === 'string' ? [value] : (value as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
  return JSON.parse(
    parts.map(part => typeof part === 'string' ? part : JSON.stringify(part).replace(/"/g, '')).join(''),
  ) as NetworkDocument;
}
