import { CHANGES, NAT_GATEWAY } from './changes';
import { LIFECYCLE } from './lifecycle';
import { IMPORTED_VPC, PLATFORM } from './looked-up';
import { MIGRATION } from './migration';
import { CONNECTORS, TWO_APPLICATIONS } from './one-stack';
import { EXPLICIT_NETWORK, OWN_ENDPOINT, OWN_ENDPOINT_IN_PLACE } from './ownership';
import { NO_ENDPOINTS, SEVERAL_STACKS } from './several-stacks';
import { Scenario } from '../scenario';

/** The longest first: some of them run at once. */
export const SCENARIOS: readonly Scenario[] = [
  LIFECYCLE,
  PLATFORM,
  CHANGES,
  SEVERAL_STACKS,
  OWN_ENDPOINT,
  CONNECTORS,
  IMPORTED_VPC,
  NAT_GATEWAY,
  MIGRATION,
  EXPLICIT_NETWORK,
  NO_ENDPOINTS,
  TWO_APPLICATIONS,
  OWN_ENDPOINT_IN_PLACE,
];
