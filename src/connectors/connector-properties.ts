import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { FlinkConnectorConfig } from './connector';

type Groups = { [id: string]: { [key: string]: string } };
type UrlOf = (service: InterfaceVpcEndpointAwsService) => string | undefined;

/**
 * The property groups of a connector with the URLs of endpoints in them.
 *
 * @param urlOf returns the URL, or undefined if the service's own is to be used
 */
export function propertyGroupsOf(config: FlinkConnectorConfig, urlOf: UrlOf): Groups {
  const known = Object.entries(config.endpointUrls ?? {}).flatMap(([key, service]) => {
    const url = urlOf(service);
    return url === undefined ? [] : [[key, url] as const];
  });
  const groups = Object.entries(config.propertyGroups ?? {});
  return Object.fromEntries(groups.map(([id, values]) => [id, { ...values, ...Object.fromEntries(known) }]));
}
