import { ApplicationFacts } from './facts/application-facts';
import { Allowance, RoleFacts } from './facts/role-facts';
import { Finding, Rule } from './rule';
import { dependenciesOf } from './template/dependencies';
import { allOf, Answer, anyOf } from './template/partial-string';
import { Resource, TemplateModel } from './template/template-model';
import { DESCRIBE_ACTIONS, CREATE_ACTION, INTERFACE_ACTIONS } from '../network/network-permissions';

const ROLE = 'Properties.ServiceExecutionRole';
const SERVICE = 'kinesisanalytics.amazonaws.com';
const SEEN_ROLES = 'It judges roles that the app defines. The statements of inline policies, of policies and of managed policies of the app are read, wherever they are attached; '
  + 'with any other managed policy, or one that cannot be told, the role may be allowed anything and nothing is reported. Denials, conditions and permissions boundaries are not weighed.';

/** One thing that the role must be allowed: the action on a resource. */
interface Need {
  readonly action: string;
  readonly resource: string;
  /** The kind of resource, where the action needs several kinds. */
  readonly kind?: string;
}

const networkPermissions: Rule = {
  id: 'network-permissions',
  severity: 'error',
  summary: 'a role without the permissions for network interfaces',
  rationale: 'The service makes network interfaces in the VPC with the permissions of the role. Without them the application cannot be created, or hangs when it starts.',
  fix: 'allow ec2:DescribeVpcs, DescribeSubnets, DescribeSecurityGroups, DescribeDhcpOptions, DescribeNetworkInterfaces, CreateNetworkInterface, CreateNetworkInterfacePermission and DeleteNetworkInterface, '
    + 'on * as the developer guide does (vpc-permissions)',
  limitations: `${SEEN_ROLES} One condition is weighed: CreateNetworkInterface with ec2:Vpc, which the new interface does not have, so that the statement allows nothing for it.`,
  check: ({ model, applications }) => applications.flatMap(application => {
    const { resource, role } = application;
    if (role?.isComplete !== true) return [];
    const missing = needsOf(model, application).filter(need => !role.allowances.some(allowance => mayGrant(role, allowance, need)));
    if (missing.length === 0) return [];
    const actions = new Set(missing.map(({ action, kind }) => kind === undefined ? action : `${action} on ${kind}`));
    return [{
      resource,
      location: ROLE,
      message: `serviceExecutionRole is ${model.nameOf(role.resource)}, which does not allow ${[...actions].join(', ')}, but must allow it for an application in a VPC`,
    }];
  }),
};

const networkPermissionsOrder: Rule = {
  id: 'network-permissions-order',
  severity: 'error',
  summary: 'an application that does not wait for the policy with the permissions for network interfaces',
  rationale: 'CloudFormation may create the application before the policy, and remove the policy before the application: the deployment fails now and then, and network interfaces are left behind that block the removal of security groups.',
  fix: 'add the policy to DependsOn of the application (in the CDK: `application.node.addDependency(policy)`), or write the statements into the role itself',
  limitations: `${SEEN_ROLES} It judges policies in the template of the application, and follows DependsOn and references.`,
  check: ({ model, applications }) => applications.flatMap((application): Finding[] => {
    const { resource, role } = application;
    if (role?.isComplete !== true) return [];
    const waitedFor = dependenciesOf(resource.template, resource.logicalId);
    const isWaitedFor = (source: Resource) => source.template !== resource.template || waitedFor.has(source.logicalId);
    const late = needsOf(model, application).flatMap(need => {
      if (role.allowances.some(allowance => isWaitedFor(allowance.source) && mayGrant(role, allowance, need))) return [];
      return role.allowances.find(allowance => mayGrant(role, allowance, need))?.source ?? [];
    });
    return [...new Set(late)].map(policy => ({
      resource,
      location: 'DependsOn',
      message: `dependsOn does not lead to ${policy.logicalId} (${model.nameOf(policy)}), the policy that allows the role to make network interfaces, but must`,
    }));
  }),
};

const codeNotReadable: Rule = {
  id: 'code-not-readable',
  severity: 'error',
  summary: 'code in a bucket of the app that the role cannot read',
  rationale: 'The service reads the code with the permissions of the role: the deployment fails with "Please check the role provided or validity of S3 location you provided".',
  fix: 'allow s3:GetObject on the object, and s3:GetObjectVersion where ObjectVersion is given (in the CDK: `bucket.grantRead(role)`)',
  limitations: `${SEEN_ROLES} It judges code in buckets that the app defines, whose bucket policies are read too, and in the bucket for CDK assets; other buckets are the rule \`code-not-granted\`'s. `
    + 'It does not judge whether the role may decrypt the object.',
  check: ({ model, applications }) => applications.flatMap(application => unreadableCode(model, application, true)),
};

const codeNotGranted: Rule = {
  id: 'code-not-granted',
  severity: 'warning',
  summary: 'code in a bucket outside of the app that nothing in the app allows the role to read',
  rationale: 'The service reads the code with the permissions of the role: unless a policy of the bucket itself allows it, the deployment fails with "Please check the role provided or validity of S3 location you provided".',
  fix: 'allow s3:GetObject on the object, and s3:GetObjectVersion where ObjectVersion is given; or acknowledge the rule if the policy of the bucket allows it',
  limitations: `${SEEN_ROLES} It cannot see the policy of a bucket that the app does not define, therefore it is a warning.`,
  check: ({ model, applications }) => applications.flatMap(application => unreadableCode(model, application, false)),
};

const roleTrust: Rule = {
  id: 'role-trust',
  severity: 'error',
  summary: 'a role that the service may not assume',
  rationale: `The trust policy does not name ${SERVICE}: the deployment fails.`,
  fix: `allow sts:AssumeRole for the service principal ${SERVICE} in AssumeRolePolicyDocument`,
  limitations: 'It judges roles that the app defines, by the principals of the trust policy. Conditions and denials are not weighed.',
  check: ({ model, applications }) => applications.flatMap(({ resource, role }): Finding[] => role?.trusts(SERVICE) !== 'no' ? [] : [{
    resource,
    location: ROLE,
    message: `serviceExecutionRole is ${model.nameOf(role.resource)}, whose trust policy lacks ${SERVICE}, but must allow this service to assume the role`,
  }]),
};

/** Rules about the execution role. */
export const ROLE_RULES: readonly Rule[] = [networkPermissions, networkPermissionsOrder, codeNotReadable, codeNotGranted, roleTrust];

/** What the role of an application must be allowed in the VPC: nothing if it surely has no VPC configuration. */
function needsOf(model: TemplateModel, { resource, vpcConfigurations, subnets, groups = [] }: ApplicationFacts): Need[] {
  if (vpcConfigurations.length === 0) return [];
  const { texts } = model.resolver;
  // subnets may be shared by another account, and interfaces have no id yet
  const prefix = String(model.resolver.value(resource.template, { 'Fn::Sub': 'arn:${AWS::Partition}:ec2:${AWS::Region}:' }));
  const arn = (type: string, id: string) => `${prefix}${texts.unresolvedPart('pseudo', 'owner', 'account')}:${type}/${id}`;
  const anInterface = arn('network-interface', texts.unresolvedPart('pseudo', 'new interface', 'id'));
  const kinds = [
    { kind: 'network-interface', resource: anInterface },
    ...subnets.map(id => ({ kind: 'subnet', resource: arn('subnet', id) })),
    ...groups.map(id => ({ kind: 'security-group', resource: arn('security-group', id) })),
  ];
  return [
    // these actions know no resource types: only * matches
    ...DESCRIBE_ACTIONS.map(action => ({ action, resource: '*' })),
    ...kinds.map(kind => ({ action: CREATE_ACTION, ...kind })),
    ...INTERFACE_ACTIONS.map(action => ({ action, resource: anInterface })),
  ];
}

/** Whether a statement allows, or may allow, what is needed. */
function mayGrant(role: RoleFacts, allowance: Allowance, { action, resource, kind }: Need): boolean {
  const lacksVpc = action === CREATE_ACTION && kind === 'network-interface' && allowance.conditionKeys.includes('ec2:vpc');
  return !lacksVpc && role.grants(allowance, action, resource) !== 'no';
}

function unreadableCode(model: TemplateModel, { resource, role }: ApplicationFacts, isOfApp: boolean): Finding[] {
  const code = ['ApplicationConfiguration', 'ApplicationCodeConfiguration', 'CodeContent', 'S3ContentLocation'];
  const [bucket, key, version] = ['BucketARN', 'FileKey', 'ObjectVersion'].map(name => model.text(resource, ...code, name));
  if (role === undefined || bucket === undefined || key === undefined || isBucketOfApp(model, resource, bucket) !== isOfApp) return [];
  const object = `${bucket}/${key}`;
  const actions = [...version === undefined || model.isUnresolved(version) ? ['s3:GetObject'] : [], ...version === undefined ? [] : ['s3:GetObjectVersion']];
  if (actions.some(action => anyOf([role.allows(action, object), bucketAllows(model, role, bucket, action, object)]) !== 'no')) return [];
  return [{
    resource,
    location: ROLE,
    message: `serviceExecutionRole is ${model.nameOf(role.resource)}, which does not allow ${actions[0]} on ${model.resolver.texts.show(object)}, but must be allowed to read the code`,
  }];
}

/** Whether the app defines the bucket, or the CDK made it for assets: then no policy of it is unknown. */
function isBucketOfApp(model: TemplateModel, { template }: Resource, bucket: string): boolean {
  return /^arn:[^:]+:s3:::cdk-[a-z0-9]+-assets-/.test(model.resolver.texts.show(bucket).replace('${AWS::Partition}', 'aws'))
    || model.resources('AWS::S3::Bucket').some(other =>
      model.resolver.value(other.template, { 'Fn::GetAtt': [other.logicalId, 'Arn'] }) === bucket && model.resolver.sameEnvironment(other.template, template) !== 'no');
}

/** Whether a policy of the bucket allows the role something. */
function bucketAllows(model: TemplateModel, role: RoleFacts, bucket: string, action: string, object: string): Answer {
  const { texts } = model.resolver;
  const arn = model.resolver.resourceHole(role.resource.template, role.resource.logicalId, 'Arn');
  const { definite, potential } = model.referencing('AWS::S3::BucketPolicy', 'Bucket', bucket.slice(bucket.lastIndexOf(':') + 1));
  return anyOf([potential.length > 0 ? 'maybe' : 'no', ...definite.flatMap((policy): Answer[] => {
    return role.statements(model.value(policy, 'PolicyDocument'))?.map((statement): Answer => {
      if (role.effect(statement) === 'Deny') return 'no';
      const fits = (patterns: string[] | undefined, text: string) => anyOf(patterns?.map(pattern => texts.fits(pattern, text)) ?? ['maybe']);
      return allOf([
        fits(role.patterns(model.part(statement, 'Action')), action.toLowerCase()),
        fits(role.principals(model.part(statement, 'Principal'), 'AWS'), arn),
        fits(model.list([model.part(statement, 'Resource') ?? object].flat()), object),
      ]);
    }) ?? ['maybe'];
  })]);
}
