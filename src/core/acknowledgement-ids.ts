/** Under this key the CDK keeps what `Validations.acknowledge()` was given. */
export const ACKNOWLEDGED_METADATA_KEY = 'aws:cdk:acknowledged-rules';

/** Marks a construct with what it was warned of, acknowledged or not, so that no rule says the same again. */
export const WARNED_METADATA_KEY = 'cdk-managed-flink:warned';

/**
 * What the CDK puts before an id that is acknowledged without the name of a plugin; the spelling differs by version.
 */
const CDK_PREFIX = /^(?:annotation|construct-annotations)::/i;

/** The id by which users acknowledge a warning or the finding of a rule. */
export function acknowledgementId(topic: string): string {
  return `cdk-managed-flink:${topic}`;
}

/** The ids that were acknowledged, from the metadata that `Validations.acknowledge()` leaves. */
export function acknowledgedIds(data: unknown): string[] {
  return typeof data === 'object' && data !== null ? Object.keys(data).map(id => id.replace(CDK_PREFIX, '')) : [];
}
