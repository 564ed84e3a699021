import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { FlinkConnectorConfig } from './connector';

type Groups = { [id: string]: { [key: string]: string } };

/**
 * The property groups of a connector with the URLs of endpoints in them.
 *
 * @param urlOf tells the URL, or undefined where the service's own is to be used
 */
export function propertyGroupsOf(config: FlinkConnectorConfig, urlOf: (service: InterfaceVpcEndpointAwsService) => string | undefined): Groups {
  const urls = Object.entries(config.endpointUrls ?? {}).map(([key, service]): [string, string | undefined] => [key, urlOf(service)]);
  const known = Object.fromEntries(urls.filter((entry): entry is [string, string] => entry[1] !== undefined));
  return Object.fromEntries(Object.entries(config.propertyGroups ?? {}).map(([id, values]) => [id, { ...values, ...known }]));
}
