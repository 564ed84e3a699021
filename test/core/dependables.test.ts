import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Dependable } from 'constructs';
import { dependableWithoutDefaultChild } from '../../src/core/dependables';
import { newStack } from '../helpers';

test('are all that belongs to a construct but its main resource, also what comes later', () => {
  const role = new Role(newStack(), 'Role', { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') });
  const companions = Dependable.of(dependableWithoutDefaultChild(role));
  expect(companions.dependencyRoots).toEqual([]);
  role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  expect(companions.dependencyRoots.map(({ node }) => node.path)).toEqual(['Stack/Role/DefaultPolicy']);
});
