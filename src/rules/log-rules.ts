import { ApplicationFacts } from './facts/application-facts';
import { Finding, Rule, RuleContext } from './rule';
import { Resource, TemplateModel } from './template/template-model';

const OPTION = 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption';
const GROUP = 'AWS::Logs::LogGroup';
const STREAM = 'AWS::Logs::LogStream';
const ARN = 'Properties.CloudWatchLoggingOption.LogStreamARN';
const STREAM_ARN = /^arn:.+?:logs:.*?:log-group:(.+?)(?::\*)?:log-stream:(.+)$/s;

const logStreamMissing: Rule = {
  id: 'log-stream-missing',
  severity: 'warning',
  summary: 'a logging option whose log stream does not exist',
  rationale: 'The service does not create the log stream. It drops its messages silently.',
  fix: 'add an AWS::Logs::LogStream to the log group and name it in LogStreamARN: '
    + 'arn:PARTITION:logs:REGION:ACCOUNT:log-group:GROUP:log-stream:STREAM',
  limitations: 'It checks log streams in log groups that the app defines, and ARNs that do not name a log stream. '
    + 'Streams in other log groups may exist already.',
  check: ({ model }) => {
    const groups = groupsByName(model);
    return model.resources(OPTION).flatMap((resource): Finding[] => {
      const arn = model.text(resource, 'CloudWatchLoggingOption', 'LogStreamARN');
      if (arn === undefined) return [];
      const [, group, stream] = STREAM_ARN.exec(arn) ?? [];
      const shown = model.resolver.strings.show(arn);
      if (group === undefined) {
        return namesNoStream(model, arn)
          ? [{ resource, location: ARN, message: `logStreamARN is "${shown}", but must be the ARN of a log stream` }]
          : [];
      }
      return mayExist(model, groups, resource, group, stream) ? [] : [{
        resource,
        location: ARN,
        message: `logStreamARN is "${shown}", but the app defines the log group, and nothing creates this stream in it`,
      }];
    });
  },
};

const logPermissions: Rule = {
  id: 'log-permissions',
  severity: 'warning',
  summary: 'a logging option whose log stream the role cannot write to',
  rationale: 'The service writes with the permissions of the role. Without the permission, it drops its messages '
    + 'silently.',
  fix: 'allow logs:PutLogEvents on the ARN of the stream, logs:DescribeLogStreams on the group and '
    + 'logs:DescribeLogGroups on *',
  limitations: 'It checks logging options whose application and role the app defines. A managed policy that the app '
    + 'does not define may allow it. Nothing is reported then. It only checks logs:PutLogEvents.',
  check: context => context.model.resources(OPTION).flatMap((resource): Finding[] => {
    const { model } = context;
    const arn = model.text(resource, 'CloudWatchLoggingOption', 'LogStreamARN');
    const role = applicationOf(context, resource)?.role;
    if (arn === undefined || role?.allows('logs:PutLogEvents', arn) !== 'no') return [];
    return [{
      resource,
      location: ARN,
      message: `logStreamARN is "${model.resolver.strings.show(arn)}", but the role ${model.nameOf(role.resource)} `
        + 'does not allow logs:PutLogEvents on it and must',
    }];
  }),
};

const loggingOptionMissing: Rule = {
  id: 'logging-option-missing',
  severity: 'warning',
  summary: 'a log group or log stream for an application that has no logging option',
  rationale: 'The service writes its messages only to the log stream that a logging option names. The log group stays '
    + 'empty.',
  fix: 'add an AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption with the application and the ARN of the '
    + 'log stream',
  limitations: 'It checks templates with one application. It reports a log stream or log group to which only policies '
    + 'and outputs refer. A log group must have a name that starts with /aws/kinesis-analytics/, or a policy of the '
    + 'execution role must name it. Nothing is reported if the application of a logging option is not known.',
  check: ({ model, applications }) => applications.flatMap((application): Finding[] => {
    const { resource } = application;
    const neighbours = applications.filter(other => other.resource.template === resource.template);
    if (neighbours.length > 1 || model.hasMacros || mayHaveOption(model, resource)) return [];
    const streams = model.resources(STREAM).filter(stream => isUnused(model, resource, stream));
    const groups = model.resources(GROUP)
      .filter(group => isUnused(model, resource, group) && isMeantFor(model, application, group));
    return [...streams, ...groups].slice(0, 1).map(unused => ({
      resource,
      location: 'Properties',
      message: `the log ${unused.type === STREAM ? 'stream' : 'group'} ${model.nameOf(unused)} is created, but no `
        + 'logging option sends the messages of the application to it',
    }));
  }),
};

const loggingOptionOrder: Rule = {
  id: 'logging-option-order',
  severity: 'warning',
  summary: 'a logging option that names its application but does not wait for it',
  rationale: 'CloudFormation may create the logging option before the application. The creation of the logging option '
    + 'fails then.',
  fix: 'write ApplicationName as a reference to the application (Ref), or add the application to DependsOn of the '
    + 'logging option',
  limitations: 'It checks logging options in the template of their application.',
  check: context => context.model.resources(OPTION).flatMap((resource): Finding[] => {
    const { model } = context;
    const application = applicationOf(context, resource)?.resource;
    if (application === undefined || application.template !== resource.template) return [];
    if (model.hasMacros || model.dependenciesOf(resource).has(application.logicalId)) return [];
    return [{
      resource,
      location: 'DependsOn',
      message: `applicationName is ${model.show(model.value(resource, 'ApplicationName'))}, but dependsOn does not `
        + `lead to this application, ${model.nameOf(application)}`,
    }];
  }),
};

/** Rules about where an application writes its messages. */
export const LOG_RULES: readonly Rule[] = [
  logStreamMissing, logPermissions, loggingOptionMissing, loggingOptionOrder,
];

/** Whether a logging option is, or may be, for an application. */
function mayHaveOption(model: TemplateModel, application: Resource): boolean {
  const name = String(ownName(model, application));
  return model.resources(OPTION).some(option => {
    const given = model.text(option, 'ApplicationName');
    return given === undefined || given === application.id || model.resolver.strings.equal(given, name) !== 'no';
  });
}

/** Whether nothing but policies of the application's template refers to a log group or stream. */
function isUnused(model: TemplateModel, application: Resource, stream: Resource): boolean {
  if (stream.template !== application.template) return false;
  const others = model.resourcesIn(stream.template).filter(({ type }) => !type.startsWith('AWS::IAM::'));
  return others.every(other => !model.namesDirectly(other, stream));
}

/** Whether an application is meant to write to a log group: by its name, or by a policy of the role that names it. */
function isMeantFor(model: TemplateModel, { role }: ApplicationFacts, group: Resource): boolean {
  if (model.text(group, 'LogGroupName')?.startsWith('/aws/kinesis-analytics/') === true) return true;
  const names = (source: Resource) => source.template === group.template && model.namesDirectly(source, group);
  return role?.allowances.some(({ source }) => names(source)) ?? false;
}

/** The application of a logging option. A name stands for an application only within one template. */
function applicationOf({ model, applications }: RuleContext, option: Resource): ApplicationFacts | undefined {
  const name = model.text(option, 'ApplicationName');
  return applications.find(({ resource }) =>
    name === resource.id || (resource.template === option.template && name === ownName(model, resource)));
}

/** What `Ref` gives of a resource. */
function ownName(model: TemplateModel, { template, logicalId }: Resource): unknown {
  return model.resolver.value(template, { Ref: logicalId });
}

/**
 * Whether a text is the ARN of something else than a log stream, for example of the log group: no unknown part may hold
 * the stream.
 */
function namesNoStream(model: TemplateModel, arn: string): boolean {
  return model.resolver.strings.split(arn, ':')?.includes('log-stream') === false;
}

function mayExist(
  model: TemplateModel, groups: Map<unknown, Resource[]>, option: Resource, group: string, stream: string,
): boolean {
  const isOfApp = groups.get(group)?.some(({ template }) =>
    model.resolver.sameEnvironment(template, option.template) === 'yes') ?? false;
  if (!isOfApp || model.hasMacros) return true;
  const { definite, potential } = model.referencing(STREAM, 'LogGroupName', group);
  return [...definite, ...potential].some(resource =>
    model.resolver.strings.equal(String(ownName(model, resource)), stream) !== 'no');
}

/** The log groups of the app by what `Ref` gives of them. */
function groupsByName(model: TemplateModel): Map<unknown, Resource[]> {
  const names = new Map<unknown, Resource[]>();
  for (const group of model.resources(GROUP)) {
    names.set(ownName(model, group), [...names.get(ownName(model, group)) ?? [], group]);
  }
  return names;
}
