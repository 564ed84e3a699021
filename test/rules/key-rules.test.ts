import { App, Stack } from 'aws-cdk-lib';
import { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { GOOD_APPS } from './clean-apps';
import { configuration } from './faults';
import { isolatedVpc, newApplication } from '../helpers';
import { idsOf, TestTemplate, violationsAfter } from '../helpers/rules';

const SERVICES = ['kinesisanalytics.amazonaws.com', 'infrastructure.kinesisanalytics.amazonaws.com'];

/** Encrypts the application with a key of the app that has this policy. */
function encrypt(statement: unknown, keyId: unknown = { 'Fn::GetAtt': ['StateKey', 'Arn'] }) {
  return (template: TestTemplate) => {
    template.Resources.StateKey = { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: statement } } };
    configuration(template).ApplicationEncryptionConfiguration = { KeyType: 'CUSTOMER_MANAGED_KEY', KeyId: keyId };
  };
}

function allow(principal: unknown) {
  return { Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*' };
}

function found(change: (template: TestTemplate) => void): string[] {
  return idsOf(violationsAfter(GOOD_APPS['CfnInclude of a YAML template'](), change, { rules: ['encryption-key'] }));
}

test.each<[string, unknown, unknown?]>([
  ['has neither service', [allow({ AWS: 'arn:aws:iam::111111111111:root' })]],
  ['has one of them', [allow({ Service: SERVICES[0] })]],
  ['has the other', [allow({ Service: SERVICES[1] })]],
  ['denies one', [allow({ Service: SERVICES[0] }), { ...allow({ Service: SERVICES[1] }), Effect: 'Deny' }]],
  ['is one statement', allow({ Service: 's3.amazonaws.com' })],
  ['is found by the id', [allow({ AWS: 'x' })], { Ref: 'StateKey' }],
])('a key whose policy %s is found', (...[, statement, keyId]) => {
  expect(found(encrypt(statement, keyId))).toEqual(['encryption-key']);
});

test.each<[string, unknown, unknown?]>([
  ['both services in one statement', [allow({ Service: SERVICES })]],
  ['each service in its own statement', SERVICES.map(service => allow({ Service: service }))],
  ['everybody', [allow('*')]],
  ['everybody of AWS', [allow({ AWS: '*' })]],
  ['services that are not known', [allow({ Service: { Ref: 'AWS::NoValue' } }), allow({ 'Fn::GetAtt': ['Unknown', 'Principal'] })]],
  ['a policy that is not known', { 'Fn::GetAtt': ['Unknown', 'Statement'] }],
  ['a key of another app', [], 'arn:aws:kms:eu-west-1:111111111111:key/1'],
])('%s is not found', (...[, statement, keyId]) => {
  expect(found(encrypt(statement, keyId))).toEqual([]);
});

test('the key of an application of the library is not found, and one whose policy was taken away is', () => {
  const build = (change: (key: CfnKey) => void) => {
    const stack = new Stack(new App(), 'Stack');
    const encryptionKey = new Key(stack, 'Key');
    newApplication(stack, { encryptionKey, vpcConfiguration: { vpc: isolatedVpc(stack) } });
    change(encryptionKey.node.defaultChild as CfnKey);
    return idsOf(violationsAfter(stack.node.root as App, () => {}, { rules: ['encryption-key'] }));
  };
  expect(build(() => {})).toEqual([]);
  expect(build(key => key.addPropertyOverride('KeyPolicy.Statement', [allow({ AWS: 'arn:aws:iam::111111111111:root' })]))).toEqual(['encryption-key']);
});
