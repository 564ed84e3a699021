import { ApplicationFacts } from './application-facts';
import { Allowance } from './role-facts';
import { TemplateModel } from '../template/template-model';

/** A service that an application calls. */
export interface CalledService {
  /** The last part of the name of its VPC endpoint. */
  readonly endpoint: string;
  /** The port of its VPC endpoint. */
  readonly port: string;
  /**
   * `job` for a service that a job calls. `service` for one that the service itself calls for every application, while
   * it is not documented whether these calls cross the VPC. `other` for one whose path is not judged: Keyspaces listens
   * on another port, OpenSearch Serverless has VPC endpoints of its own, and Lake Formation is used by other services.
   */
  readonly caller: 'job' | 'service' | 'other';
}

const HTTPS = '443';

/** The services by the prefix of their actions in IAM, for the path rules and the report. */
export const CALLED_SERVICES: ReadonlyMap<string, CalledService> = new Map([
  ['athena', job('athena')],
  ['aps', job('aps-workspaces')],
  ['bedrock', job('bedrock-runtime')],
  ['dynamodb', job('dynamodb')],
  ['events', job('events')],
  ['execute-api', job('execute-api')],
  ['firehose', job('kinesis-firehose')],
  ['glue', job('glue')],
  ['kinesis', job('kinesis-streams')],
  ['lambda', job('lambda')],
  ['rds-data', job('rds-data')],
  ['redshift-data', job('redshift-data')],
  ['s3', job('s3')],
  ['s3tables', job('s3tables')],
  ['sagemaker', job('sagemaker.runtime')],
  ['secretsmanager', job('secretsmanager')],
  ['sns', job('sns')],
  ['sqs', job('sqs')],
  ['ssm', job('ssm')],
  ['states', job('states')],
  ['sts', job('sts')],
  ['cloudwatch', { endpoint: 'monitoring', port: HTTPS, caller: 'service' }],
  ['logs', { endpoint: 'logs', port: HTTPS, caller: 'service' }],
  ['aoss', { endpoint: 'aoss', port: HTTPS, caller: 'other' }],
  ['cassandra', { endpoint: 'cassandra', port: '9142', caller: 'other' }],
  ['lakeformation', { endpoint: 'lakeformation', port: HTTPS, caller: 'other' }],
]);

/** Actions that go to an endpoint of their own behind the same prefix. */
export const ELSEWHERE: ReadonlySet<string> = new Set([
  'dynamodb:describestream', 'dynamodb:getrecords', 'dynamodb:getsharditerator', 'dynamodb:liststreams',
  'states:startsyncexecution',
]);

/** Whether a statement may be about nothing but the code, which the service reads. */
export function mayBeForCode(
  model: TemplateModel, { resource }: ApplicationFacts, { resources = [] }: Allowance,
): boolean {
  const location = ['ApplicationConfiguration', 'ApplicationCodeConfiguration', 'CodeContent', 'S3ContentLocation'];
  const [bucket = '', key = ''] = ['BucketARN', 'FileKey'].map(name => model.text(resource, ...location, name));
  const { strings } = model.resolver;
  return resources.every(pattern =>
    strings.fits(pattern, bucket) !== 'no' || strings.fits(pattern, `${bucket}/${key}`) !== 'no');
}

/** The names of endpoints by the prefix of actions, of the services that one of the callers calls. */
export function endpointsByPrefix(...callers: CalledService['caller'][]): ReadonlyMap<string, string> {
  const services = [...CALLED_SERVICES].filter(([, { caller }]) => callers.includes(caller));
  return new Map(services.map(([prefix, { endpoint }]) => [prefix, endpoint]));
}

function job(endpoint: string): CalledService {
  return { endpoint, port: HTTPS, caller: 'job' };
}
