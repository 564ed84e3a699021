/**
 * What may be replaced or removed all the same, and why: `'Stack/LogicalId': 'reason'`, or `'Stack/export name'` for an export.
 *
 * An entry belongs into the commit that needs it and leaves with the next one.
 */
export const ACCEPTED: Readonly<Record<string, string>> = {};
