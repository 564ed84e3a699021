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
  rationale: 'The service does not make the stream: its messages are dropped silently.',
  fix: 'add an AWS::Logs::LogStream to the log group and name it in LogStreamARN: arn:PARTITION:logs:REGION:ACCOUNT:log-group:GROUP:log-stream:STREAM',
  limitations: 'It judges streams in log groups that the app defines, since nothing else can have made a stream in a group that is not there yet, and ARNs that name no stream. '
    + 'Streams in other groups may exist already.',
  check: ({ model }) => {
    const groups = groupsByName(model);
    return model.resources(OPTION).flatMap((resource): Finding[] => {
      const arn = model.text(resource, 'CloudWatchLoggingOption', 'LogStreamARN');
      if (arn === undefined) return [];
      const [, group, stream] = STREAM_ARN.exec(arn) ?? [];
      const shown = model.resolver.texts.show(arn);
      if (group === undefined) {
        return namesNoStream(model, arn) ? [{ resource, location: ARN, message: `logStreamARN is "${shown}", but must be the ARN of a log stream` }] : [];
      }
      return mayExist(model, groups, resource, group, stream) ? [] : [{
        resource,
        location: ARN,
        message: `logStreamARN is "${shown}", but the log group is made by the app and nothing makes this stream in it`,
      }];
    });
  },
};

const logPermissions: Rule = {
  id: 'log-permissions',
  severity: 'warning',
  summary: 'a logging option whose log stream the role cannot write to',
  rationale: 'The service writes with the permissions of the role: its messages are dropped silently.',
  fix: 'allow logs:PutLogEvents on the ARN of the stream, logs:DescribeLogStreams on the group and logs:DescribeLogGroups on *',
  limitations: 'It judges logging options whose application and role the app defines. As with the other rules about roles, a managed policy that is not in the app may allow it, and then nothing is reported. '
    + 'Only logs:PutLogEvents is looked for.',
  check: context => context.model.resources(OPTION).flatMap((resource): Finding[] => {
    const { model } = context;
    const arn = model.text(resource, 'CloudWatchLoggingOption', 'LogStreamARN');
    const role = applicationOf(context, resource)?.role;
    if (arn === undefined || role?.allows('logs:PutLogEvents', arn) !== 'no') return [];
    return [{
      resource,
      location: ARN,
      message: `logStreamARN is "${model.resolver.texts.show(arn)}", but the role ${model.nameOf(role.resource)} does not allow logs:PutLogEvents on it and must`,
    }];
  }),
};

/** Rules about where an application writes its messages. */
export const LOG_RULES: readonly Rule[] = [logStreamMissing, logPermissions];

/** The application of a logging option. A name stands for an application only within one template. */
function applicationOf({ model, applications }: RuleContext, option: Resource): ApplicationFacts | undefined {
  const name = model.text(option, 'ApplicationName');
  return applications.find(({ resource }) => name === resource.id || (resource.template === option.template && name === ownName(model, resource)));
}

/** What `Ref` gives of a resource. */
function ownName(model: TemplateModel, { template, logicalId }: Resource): unknown {
  return model.resolver.value(template, { Ref: logicalId });
}

/** Whether a text is the ARN of something else than a log stream, for example of the log group: no unknown part may hold the stream. */
function namesNoStream(model: TemplateModel, arn: string): boolean {
  return model.resolver.texts.split(arn, ':')?.includes('log-stream') === false;
}

function mayExist(model: TemplateModel, groups: Map<unknown, Resource[]>, option: Resource, group: string, stream: string): boolean {
  const isOfApp = groups.get(group)?.some(({ template }) => model.resolver.sameEnvironment(template, option.template) === 'yes') ?? false;
  if (!isOfApp || model.hasMacros) return true;
  const { definite, potential } = model.referencing(STREAM, 'LogGroupName', group);
  return [...definite, ...potential].some(resource => model.resolver.texts.equal(String(ownName(model, resource)), stream) !== 'no');
}

/** The log groups of the app by what `Ref` gives of them. */
function groupsByName(model: TemplateModel): Map<unknown, Resource[]> {
  const names = new Map<unknown, Resource[]>();
  for (const group of model.resources(GROUP)) names.set(ownName(model, group), [...names.get(ownName(model, group)) ?? [], group]);
  return names;
}
