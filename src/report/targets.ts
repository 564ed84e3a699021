import { nameOfId } from './names';
import { accessOf, resourceNames } from './permissions';
import { ApplicationFacts } from '../rules/facts/application-facts';
import { INBOUND, OUTBOUND } from '../rules/facts/group-facts';
import { vpcOf } from '../rules/facts/network-facts';
import { RuleContext } from '../rules/rule';
import { Value } from '../rules/template/resolver';
import { TemplateModel } from '../rules/template/template-model';

const GROUP = 'AWS::EC2::SecurityGroup';
const HTTPS = '443';

/** Services by the prefix of their actions, with the last part of the name of their endpoint. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['aoss', 'aoss'],
  ['aps', 'aps-workspaces'],
  ['athena', 'athena'],
  ['bedrock', 'bedrock-runtime'],
  ['cassandra', 'cassandra'],
  ['cloudwatch', 'monitoring'],
  ['dynamodb', 'dynamodb'],
  ['events', 'events'],
  ['execute-api', 'execute-api'],
  ['firehose', 'kinesis-firehose'],
  ['glue', 'glue'],
  ['kinesis', 'kinesis-streams'],
  ['lakeformation', 'lakeformation'],
  ['lambda', 'lambda'],
  ['logs', 'logs'],
  ['rds-data', 'rds-data'],
  ['redshift-data', 'redshift-data'],
  ['s3', 's3'],
  ['s3tables', 's3tables'],
  ['sagemaker', 'sagemaker.runtime'],
  ['secretsmanager', 'secretsmanager'],
  ['sns', 'sns'],
  ['sqs', 'sqs'],
  ['ssm', 'ssm'],
  ['states', 'states'],
  ['sts', 'sts'],
]);

/** What the service itself may call on behalf of every application. */
const BASELINE = ['logs', 'monitoring'];
const BASELINE_REASON = 'baseline: the service delivers logs and metrics, and whether that crosses the VPC is not documented';

/** Something that an application declared, or may call. */
export interface Target {
  readonly kind: 'service' | 'peer';
  /** The same target has the same key for all applications. */
  readonly key: string;
  readonly name: string;
  /** The port as the templates have it: a number, or what it refers to. */
  readonly port: string;
  /** The security group of a peer. */
  readonly group?: string;
  /** Why the application has it: the statement or rule that says so. */
  readonly reasons: readonly string[];
}

/** What the role of an application allows to call, what the service calls for it, and which peers know its security groups. */
export function targetsOf(context: RuleContext, application: ApplicationFacts): Target[] {
  const reasons = new Map<string, string[]>();
  const add = (service: string, reason: string) => reasons.set(service, [...new Set([...reasons.get(service) ?? [], reason])]);
  for (const { actions = [], resources } of application.role?.allowances ?? []) {
    for (const prefix of new Set(actions.map(action => action.split(':')[0]))) {
      const service = SERVICES.get(prefix);
      const own = actions.filter(action => action.startsWith(`${prefix}:`));
      if (service !== undefined) add(service, `${accessOf(prefix, own)} ${resourceNames(context.model, resources).join(', ')}`);
    }
  }
  const vpc = vpcOf(context.model, application);
  const inVpc = context.endpoints.filter(endpoint => vpc !== undefined && endpoint.vpc === vpc).map(({ service }) => service);
  BASELINE.filter(service => inVpc.includes(service)).forEach(service => add(service, BASELINE_REASON));
  return [
    ...[...reasons].map(([service, why]): Target => ({ kind: 'service', key: service, name: service, port: HTTPS, reasons: why })),
    ...peerTargets(context, application),
  ];
}

/** Groups that name a group of the application in a rule, or that a rule of it names, without those of endpoints. */
function peerTargets({ model, endpoints }: RuleContext, { groups = [] }: ApplicationFacts): Target[] {
  const ofEndpoints = new Set(endpoints.flatMap(endpoint => endpoint.groups ?? []));
  const peers = new Map<string, Target>();
  const add = (group: string | undefined, rule: Value, reason: string) => {
    const [from, to] = ['FromPort', 'ToPort'].map(name => model.resolver.text(model.part(rule, name)));
    if (group === undefined || ofEndpoints.has(group) || groups.includes(group) || from === undefined || from !== to) return;
    const key = `${group} ${from}`;
    const reasons = [...peers.get(key)?.reasons ?? [], reason];
    peers.set(key, { kind: 'peer', key, name: nameOfId(model, group, GROUP).replace(/\/SecurityGroup$/, ''), port: from, group, reasons: [...new Set(reasons)] });
  };
  for (const own of groups) {
    for (const { name, rule } of rulesNaming(model, INBOUND.separate, INBOUND.group, own)) {
      add(model.resolver.text(model.part(rule, 'GroupId')), rule, `inbound rule ${name}`);
    }
    for (const { name, rule } of rulesNaming(model, OUTBOUND.separate, 'GroupId', own)) {
      add(model.resolver.text(model.part(rule, OUTBOUND.group)), rule, `outbound rule ${name}`);
    }
  }
  return [...peers.values()];
}

function rulesNaming(model: TemplateModel, type: string, property: string, group: string): { name: string; rule: Value }[] {
  return model.referencing(type, property, group).definite
    .map(resource => ({ name: model.nameOf(resource), rule: model.resolver.value(resource.template, resource.properties) }));
}
