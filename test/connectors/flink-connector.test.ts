import { DIRECTED, peerGroup } from './cases';
import { VpcEndpoints } from '../../src';
import {
  allServices, connectedApplication, connectorStatements, ENV, isolatedVpc, newStack, peerRules, PREFIX_LISTS,
  propertyGroups,
} from '../helpers';

const closed = {
  allowAllOutbound: false,
  endpoints: VpcEndpoints.create({
    gatewayPrefixListIds: PREFIX_LISTS, baselineGatewayServices: [], baselineInterfaceServices: [],
  }),
};

describe.each(DIRECTED)('$title', ({ make, direction, expected }) => {
  const stack = newStack(ENV);
  beforeAll(() => {
    connectedApplication(stack, {
      vpc: isolatedVpc(stack), network: closed, [direction]: [make(stack, peerGroup(stack))],
    });
  });

  test('allows exactly what the connector calls', () => {
    expect(connectorStatements(stack)).toEqual(expected.statements);
  });

  test('makes exactly the endpoints that its services need', () => {
    expect(allServices(stack)).toEqual(expected.endpoints ?? []);
  });

  test('opens exactly the ports of its peers on both sides', () => {
    const ports = (expected.ports ?? []).map(port => ['sg-0123abcd', ...Array.isArray(port) ? port : [port, port]]);
    expect(peerRules(stack, 'Ingress').map(rule => [rule.GroupId, rule.FromPort, rule.ToPort])).toEqual(ports);
    expect(
      peerRules(stack, 'Egress').map(rule => [rule.DestinationSecurityGroupId, rule.FromPort, rule.ToPort]),
    ).toEqual(ports);
  });

  test('writes its coordinates into the property group', () => {
    expect(propertyGroups(stack)).toEqual({ Group: expected.properties });
  });
});
