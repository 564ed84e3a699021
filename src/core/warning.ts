import { Annotations, Validations } from 'aws-cdk-lib';
import { IConstruct, RootConstruct } from 'constructs';
import {
  ACKNOWLEDGED_METADATA_KEY, acknowledgedIds, acknowledgementId, WARNED_METADATA_KEY,
} from './acknowledgement-ids';

/** The only prefix that versions have whose `Validations` cannot acknowledge a warning of `Annotations`. */
const QUALIFIED = 'annotation::';

let qualifies: boolean | undefined;

/**
 * Adds a warning that users acknowledge as `cdk-managed-flink:TOPIC`, with `Validations` or with `Annotations`, before
 * or after it is added.
 *
 * @param scope the construct that the warning is about
 */
export function warn(scope: IConstruct, topic: string, message: string): void {
  const id = acknowledgementId(topic);
  scope.node.addMetadata(WARNED_METADATA_KEY, topic);
  if (isAcknowledged(scope, id)) return;
  qualifies ??= validationsQualifyIds();
  Annotations.of(scope).addWarningV2(id, qualifies ? `${message} [ack: ${QUALIFIED}${id}]` : message);
}

/** Whether `Validations` acknowledged an id on the construct or around it. */
function isAcknowledged(scope: IConstruct, id: string): boolean {
  return scope.node.scopes.some(({ node }) => node.metadata.some(({ type, data }) =>
    type === ACKNOWLEDGED_METADATA_KEY && acknowledgedIds(data).includes(id)));
}

/**
 * Whether `Validations` looks for the qualified id in the text of a warning, as 2.257.0 does, where `Annotations` wrote
 * the id as it is. Tried out, since no version tells.
 */
function validationsQualifyIds(): boolean {
  const probe = new RootConstruct();
  Annotations.of(probe).addWarningV2('probe', '');
  Validations.of(probe).acknowledge({ id: 'probe', reason: '' });
  return probe.node.metadata.some(({ type }) => type === 'aws:cdk:warning');
}
