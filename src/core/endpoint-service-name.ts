/** The region in the name of an endpoint service: a region code, or the pseudo parameter. */
const REGION = String.raw`\$\{AWS::Region\}|[a-z]{2,}(?:-[a-z]+)+-\d+`;
/** Services without regions: `com.amazonaws.iam`. */
const GLOBAL_SERVICE_NAME = /^(?:[\w-]+\.)*amazonaws\.([\w-]+)$/;
const SERVICE_NAME = new RegExp(String.raw`^(?:[\w-]+\.)+(${REGION})\.(.+)$`);

/**
 * The part of an endpoint service's name that says which service it is: `logs` of `com.amazonaws.eu-west-1.logs`.
 *
 * The prefix is left out, since it differs by partition and by whether the stack knows its region.
 *
 * @returns undefined for what is not an AWS service of this region, such as `com.amazonaws.vpce.REGION.vpce-svc-...`
 */
export function serviceKeyOf(serviceName: string, region: string): string | undefined {
  const [, namedRegion, key] = SERVICE_NAME.exec(serviceName) ?? [];
  const otherRegion = namedRegion !== undefined && !namedRegion.startsWith('$') && !region.startsWith('$')
    && namedRegion !== region;
  if (otherRegion || key?.startsWith('vpce-svc-')) return undefined;
  return key ?? GLOBAL_SERVICE_NAME.exec(serviceName)?.[1];
}
