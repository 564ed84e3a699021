import { DIRECTED, peerGroup } from './cases';
import { VpcEndpoints } from '../../src';
import {
  connectedApplication, connectorServices, connectorStatements, ENV, isolatedVpc, newStack, peerRules, PREFIX_LISTS, propertyGroups,
} from '../helpers';

const closed = { allowAllOutbound: false, endpoints: VpcEndpoints.create({ gatewayPrefixListIds: PREFIX_LISTS, baselineGatewayServices: [] }) };

describe.each(DIRECTED)('$title', ({ make, direction, expected }) => {
  const stack = newStack(ENV);
  beforeAll(() => {
    connectedApplication(stack, { vpc: isolatedVpc(stack), network: closed, [direction]: [make(stack, peerGroup(stack))] });
  });

  test('allows exactly what the connector calls', () => {
    expect(connectorStatements(stack)).toEqual(expected.statements);
  });

  test('makes exactly the endpoints that its services need', () => {
    expect(connectorServices(stack)).toEqual(expected.endpoints ?? []);
  });

  test('opens exactly the ports of its peers on both sides', () => {
    const ports = expected.ports ?? [];
    expect(peerRules(stack, 'Ingress').map(rule => [rule.GroupId, rule.FromPort, rule.ToPort])).toEqual(ports.map(port => ['sg-0123abcd', port, port]));
    expect(peerRules(stack, 'Egress').map(rule => [rule.DestinationSecurityGroupId, rule.FromPort, rule.ToPort])).toEqual(ports.map(port => ['sg-0123abcd', port, port]));
  });

  test('writes its coordinates into the property group', () => {
    expect(propertyGroups(stack)).toEqual({ Group: expected.properties });
  });
});
