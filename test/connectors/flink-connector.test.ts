import { DIRECTED, peerGroup } from './cases';
import { VpcEndpoints } from '../../src';
import {
  connectedApplication, connectorServices, connectorStatements, ENV, isolatedVpc, newStack, peerRules, PREFIX_LISTS, propertyGroups,
} from '../helpers';

const closed = { allowAllOutbound: false, endpoints: VpcEndpoints.create({ gatewayPrefixListIds: PREFIX_LISTS, baselineGatewayServices: [] }) };

describe.each(DIRECTED)('$title', ({ make, direction, expected }) => {
  function synthesise() {
    const stack = newStack(ENV);
    connectedApplication(stack, { vpc: isolatedVpc(stack), network: closed, [direction]: [make(stack, peerGroup(stack))] });
    return stack;
  }

  test('allows exactly what the connector calls', () => {
    expect(connectorStatements(synthesise())).toEqual(expected.statements);
  });

  test('makes exactly the endpoints that its services need', () => {
    expect(connectorServices(synthesise())).toEqual(expected.endpoints ?? []);
  });

  test('opens exactly the ports of its peers on both sides', () => {
    const stack = synthesise();
    const ports = expected.ports ?? [];
    expect(peerRules(stack, 'Ingress').map(rule => [rule.GroupId, rule.FromPort, rule.ToPort])).toEqual(ports.map(port => ['sg-0123abcd', port, port]));
    expect(peerRules(stack, 'Egress').map(rule => [rule.DestinationSecurityGroupId, rule.FromPort, rule.ToPort])).toEqual(ports.map(port => ['sg-0123abcd', port, port]));
  });

  test('writes its coordinates into the property group', () => {
    expect(propertyGroups(synthesise())).toEqual({ Group: expected.properties });
  });
});
