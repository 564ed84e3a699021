/** Marks a reference whose target has been replaced by its identity. */
const IDENTIFIED = 'identity:';

/**
 * A reference in the form of an intrinsic function, which the property checks of L1 classes let pass, with the identity
 * of its target.
 */
export function identifiedReference(identity: string): { Ref: string } {
  return { Ref: `${IDENTIFIED}${identity}` };
}

/** Whether a resolved value is a reference whose target has been replaced by its identity. */
export function isIdentifiedReference(value: unknown): boolean {
  return isObject(value) && typeof value.Ref === 'string' && value.Ref.startsWith(IDENTIFIED);
}

/**
 * The logical id and the attribute that a `{ Ref }` or `{ Fn::GetAtt }` names, if it is one of a resource or parameter.
 */
export function referenceParts(value: unknown): { logicalId: string; attribute: string } | undefined {
  if (!isObject(value)) return undefined;
  const getAtt = value['Fn::GetAtt'];
  const [logicalId, attribute] = Array.isArray(getAtt) ? getAtt : [value.Ref, 'Ref'];
  if (typeof logicalId !== 'string' || typeof attribute !== 'string') return undefined;
  return logicalId.startsWith('AWS::') || logicalId.startsWith(IDENTIFIED) ? undefined : { logicalId, attribute };
}

/** A resolved value as one line of text, with the intrinsic functions that build text from text worked out. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isObject(value)) {
    const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, 'Fn::Sub': sub } = value;
    if (typeof ref === 'string') return ref.startsWith(IDENTIFIED) ? ref.slice(IDENTIFIED.length) : `\${${ref}}`;
    if (Array.isArray(attribute)) return `\${${attribute.join('.')}}`;
    if (Array.isArray(join) && Array.isArray(join[1])) return join[1].map(textOf).join(textOf(join[0]));
    if (typeof sub === 'string') return sub;
    if (Array.isArray(sub) && typeof sub[0] === 'string' && isObject(sub[1])) return substituted(sub[0], sub[1]);
  }
  return JSON.stringify(value) ?? '';
}

function substituted(template: string, variables: Record<string, unknown>): string {
  return Object.entries(variables).reduce((text, [name, part]) =>
    text.replaceAll(`\${${name}}`, textOf(part)), template);
}

/** A resolved value with each intrinsic function as one line of text. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (!isObject(value)) return value;
  const [first = ''] = Object.keys(value);
  return first === 'Ref' || first.startsWith('Fn::')
    ? textOf(value)
    : Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, readable(entry)]));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
