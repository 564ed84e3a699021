import { ApplicationFacts } from './facts/application-facts';
import { isDefinite } from './facts/network-facts';
import { Allowance, RoleFacts, roleByArn, SEEN_ROLES } from './facts/role-facts';
import { LATE_POLICY_FIX, LATE_POLICY_LIMITATIONS, latePolicy, latePolicyFinding } from './late-policy';
import { Finding, Rule } from './rule';
import { Resource, TemplateModel } from './template/template-model';
import { DESCRIBE_ACTIONS, CREATE_ACTION, INTERFACE_ACTIONS } from '../core/network-actions';

const ROLE = 'Properties.ServiceExecutionRole';
const SERVICE = 'kinesisanalytics.amazonaws.com';
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
  rationale: 'The service creates network interfaces in the VPC with the permissions of the role. Without these '
    + 'permissions, the application cannot be created, or hangs when it starts.',
  fix: 'allow ec2:DescribeVpcs, DescribeSubnets, DescribeSecurityGroups, DescribeDhcpOptions, '
    + 'DescribeNetworkInterfaces, CreateNetworkInterface, CreateNetworkInterfacePermission and DeleteNetworkInterface, '
    + 'on * as the developer guide does (vpc-permissions)',
  limitations: `${SEEN_ROLES} It evaluates one condition: a new network interface has no ec2:Vpc, so a statement with `
    + 'a condition on this key does not allow CreateNetworkInterface for it.',
  check: ({ model, applications }) => applications.flatMap(application => {
    const { resource, role } = application;
    if (role?.isComplete !== true) return [];
    const missing = needsOf(model, application)
      .filter(need => !role.allowances.some(allowance => mayGrant(role, allowance, need)));
    if (missing.length === 0) return [];
    const actions = new Set(missing.map(({ action, kind }) => kind === undefined ? action : `${action} on ${kind}`));
    return [{
      resource,
      location: ROLE,
      message: `serviceExecutionRole is ${model.nameOf(role.resource)}, which does not allow `
        + `${[...actions].join(', ')}, but must allow it for an application in a VPC`,
    }];
  }),
};

const networkPermissionsOrder: Rule = {
  id: 'network-permissions-order',
  severity: 'warning',
  summary: 'an application that does not wait for the policy with the permissions for network interfaces',
  rationale: 'CloudFormation may create the application before the policy, and delete the policy before the '
    + 'application. The creation may fail, or network interfaces may remain that block the deletion of subnets and '
    + 'security groups.',
  fix: LATE_POLICY_FIX,
  limitations: `${SEEN_ROLES} ${LATE_POLICY_LIMITATIONS}`,
  check: ({ model, applications }) => applications.flatMap((application): Finding[] => {
    const { role } = application;
    if (role?.isComplete !== true) return [];
    const late = needsOf(model, application).flatMap(need =>
      latePolicy(application, role, role.allowances.filter(allowance => mayGrant(role, allowance, need))) ?? []);
    return [...new Set(late)].map(policy => latePolicyFinding(model, application, policy, 'create network interfaces'));
  }),
};

const roleTrust: Rule = {
  id: 'role-trust',
  severity: 'error',
  summary: 'a role that the service cannot assume',
  rationale: `The trust policy does not allow ${SERVICE} to assume the role. The deployment fails.`,
  fix: `allow sts:AssumeRole for the service principal ${SERVICE} in AssumeRolePolicyDocument`,
  limitations: 'It checks the principals in the trust policies of roles that the app defines. It does not evaluate '
    + 'conditions and denials.',
  check: ({ model, applications }) => applications.flatMap(({ resource, role }): Finding[] => {
    if (role?.trusts(SERVICE) !== 'no') return [];
    return [{
      resource,
      location: ROLE,
      message: `serviceExecutionRole is ${model.nameOf(role.resource)}, whose trust policy lacks ${SERVICE}, but must `
        + 'allow this service to assume the role',
    }];
  }),
};

const roleTrustSource: Rule = {
  id: 'role-trust-source',
  severity: 'error',
  summary: 'a role whose trust policy is limited to another application',
  rationale: 'The service passes the ARN of the application in aws:SourceArn when it assumes the role. If the '
    + 'condition on this key does not match the ARN, the deployment fails.',
  fix: 'write the ARN of this application, or a pattern that matches it, in the condition on aws:SourceArn',
  limitations: 'It checks roles and applications that the app defines, and conditions with the operators ArnLike, '
    + 'ArnEquals, StringLike and StringEquals. The name of an application without ApplicationName is not known.',
  check: ({ model, applications }) => applications.flatMap(({ resource, role }): Finding[] => {
    const arn = model.resolver.value(resource.template, { 'Fn::GetAtt': [resource.logicalId, 'Arn'] });
    const sources = typeof arn === 'string' && role !== undefined ? role.excludedSource(SERVICE, arn) : undefined;
    return sources === undefined ? [] : [{
      resource,
      location: ROLE,
      message: `serviceExecutionRole is ${model.nameOf(role!.resource)}, whose trust policy has aws:SourceArn `
        + `${model.show(sources)}, but must allow ${model.resolver.strings.show(String(arn))}`,
    }];
  }),
};

const duplicatePolicyName: Rule = {
  id: 'duplicate-policy-name',
  severity: 'error',
  summary: 'two inline policies with the same name on the role of an application',
  rationale: 'The names of the inline policies of a role are unique. The policy that is deployed last replaces the '
    + 'other one, and the deletion of either policy removes the permissions of both.',
  fix: 'specify a different name for each policy (PolicyName; in the CDK: `policyName`)',
  limitations: 'It compares the policies of the app, across stacks, if name and role are literals or can be '
    + 'evaluated. For a role that the app does not define, both stacks must be known to be in one account.',
  check: ({ model, applications }) => {
    const roles = new Set(applications.flatMap(({ resource }) => roleNamesOf(model, resource)));
    const policies = inlinePolicies(model).filter(({ role }) => roles.has(role));
    return policies.flatMap((policy, index): Finding[] => {
      const other = policies.slice(0, index).find(earlier => isOverwritten(model, earlier, policy));
      return other === undefined ? [] : [{
        resource: policy.resource,
        location: 'Properties.PolicyName',
        message: `policyName is "${model.resolver.strings.show(policy.name)}", but the role already has an inline `
          + `policy with this name, ${model.nameOf(other.resource)}`,
      }];
    });
  },
};

/** Rules about the execution role. */
export const ROLE_RULES: readonly Rule[] = [
  networkPermissions, networkPermissionsOrder, roleTrust, roleTrustSource, duplicatePolicyName,
];

interface InlinePolicy {
  readonly resource: Resource;
  readonly role: string;
  readonly name: string;
}

/** How policies may name the role of an application: by a reference, or by its name. */
function roleNamesOf(model: TemplateModel, application: Resource): string[] {
  const arn = model.text(application, 'ServiceExecutionRole') ?? '';
  const role = roleByArn(model, arn);
  if (role !== undefined) return [role.id, model.text(role, 'RoleName') ?? role.id];
  const [, name] = /:role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return name === undefined ? [] : [name];
}

function inlinePolicies(model: TemplateModel): InlinePolicy[] {
  return ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy'].flatMap(type => model.resources(type)).flatMap(resource => {
    const name = model.text(resource, 'PolicyName');
    const roles = model.list([model.value(resource, 'Roles') ?? model.value(resource, 'RoleName') ?? []].flat()) ?? [];
    return name === undefined || model.isUnresolved(name) ? [] : roles.map(role => ({ resource, role, name }));
  });
}

function isOverwritten(model: TemplateModel, one: InlinePolicy, other: InlinePolicy): boolean {
  if (one.resource === other.resource || one.role !== other.role || one.name !== other.name) return false;
  const isReference = model.resolver.strings.resourceKey(one.role) !== undefined;
  if (!isReference && !model.resolver.sameAccount(one.resource.template, other.resource.template)) return false;
  const [document, counterpart] = [one, other].map(({ resource }) => model.value(resource, 'PolicyDocument'));
  const areTogether = isDefinite(model, one.resource, other.resource)
    || isDefinite(model, other.resource, one.resource);
  return areTogether && JSON.stringify(document) !== JSON.stringify(counterpart);
}

/** What the role of an application must be allowed in the VPC: nothing if it surely has no VPC configuration. */
function needsOf(
  model: TemplateModel, { resource, vpcConfigurations, subnets, groups = [] }: ApplicationFacts,
): Need[] {
  if (vpcConfigurations.length === 0) return [];
  const { strings } = model.resolver;
  // subnets may be shared by another account, and interfaces have no id yet
  const prefix = String(
    model.resolver.value(resource.template, { 'Fn::Sub': 'arn:${AWS::Partition}:ec2:${AWS::Region}:' }),
  );
  const arn = (type: string, id: string) =>
    `${prefix}${strings.unresolvedPart('pseudo', 'owner', 'account')}:${type}/${id}`;
  const anInterface = arn('network-interface', strings.unresolvedPart('pseudo', 'new interface', 'id'));
  const kinds = [
    { kind: 'network-interface', resource: anInterface },
    ...subnets.map(id => ({ kind: 'subnet', resource: arn('subnet', id) })),
    ...groups.map(id => ({ kind: 'security-group', resource: arn('security-group', id) })),
  ];
  return [
    // these actions support no resource-level permissions: only * matches
    ...DESCRIBE_ACTIONS.map(action => ({ action, resource: '*' })),
    ...kinds.map(kind => ({ action: CREATE_ACTION, ...kind })),
    ...INTERFACE_ACTIONS.map(action => ({ action, resource: anInterface })),
  ];
}

/** Whether a statement allows, or may allow, what is needed. */
function mayGrant(role: RoleFacts, allowance: Allowance, { action, resource, kind }: Need): boolean {
  const lacksVpc = action === CREATE_ACTION
    && kind === 'network-interface' && allowance.conditionKeys.includes('ec2:vpc');
  return !lacksVpc && role.grants(allowance, action, resource) !== 'no';
}

