import { showPaths } from './names';
import { ApplicationFacts } from '../rules/facts/application-facts';
import { TemplateModel } from '../rules/template/template-model';

/** What a role may do, in plain words. */
export interface PermissionReport {
  readonly application: string;
  /** The service, as IAM calls it: `kinesis`. */
  readonly service: string;
  readonly access: 'reads' | 'writes' | 'reads and writes' | 'manages network interfaces';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What stands before the resource in an ARN, also where the partition, region or account is a reference. */
const ARN_PREFIX = /^arn(?::(?:\$\{[^}]*\}|[^:$])*){4}:/;

/** The verbs with which the names of actions begin that change nothing. */
const READING_VERBS = [
  'get', 'list', 'describe', 'batchget', 'query', 'scan', 'select', 'subscribe', 'read', 'retrieve', 'receive', 'head',
  'search', 'discover', 'decrypt',
];
const READ = new RegExp(`:(${READING_VERBS.join('|')})`);

/** The permissions of an application, a row for each service and set of resources. */
export function permissionsOf(
  model: TemplateModel, application: string, { role }: ApplicationFacts,
): PermissionReport[] {
  return (role?.allowances ?? []).flatMap(({ actions = [], writtenActions = actions, resources }) => {
    const services = [...new Set(actions.map(action => action.split(':')[0]))];
    return services.map(service => {
      const isOwn = (action: string) => action.toLowerCase().startsWith(`${service}:`);
      return {
        application,
        service,
        access: accessOf(service, actions.filter(isOwn)),
        actions: writtenActions.filter(isOwn),
        resources: resourceNames(model, resources),
      };
    });
  });
}

/** Resources as a person names them: constructs by their paths, ARNs without what comes before the resource. */
export function resourceNames(model: TemplateModel, resources: readonly string[] | undefined): string[] {
  return resources?.map(resource => showPaths(model, resource).replace(ARN_PREFIX, ''))
    ?? ['resources that are not known'];
}

/** In a word what actions of one service allow. */
export function accessOf(service: string, actions: readonly string[]): PermissionReport['access'] {
  if (service === 'ec2') return 'manages network interfaces';
  const reads = actions.some(action => READ.test(action));
  const writes = actions.some(action => !READ.test(action));
  if (reads && writes) return 'reads and writes';
  return writes ? 'writes' : 'reads';
}
