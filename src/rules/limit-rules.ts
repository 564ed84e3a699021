import { PROPERTY_LIMITS, PropertyLimit } from './property-limits';
import { Finding, Rule, RuleContext } from './rule';
import { Value } from './template/resolver';
import { Resource, TemplateModel } from './template/template-model';
import { allowedCount, CountLimit, SERVICE_LIMITS } from '../core/service-limits';

const VPC_CONFIGURATIONS = 'Properties.ApplicationConfiguration.VpcConfigurations';
const { subnets: SUBNETS, securityGroups: GROUPS } = SERVICE_LIMITS;
const COUNTS = 'It counts the entries that definitely exist. It does not count an entry that a condition can remove, '
  + 'or the entries of a list that is only known when the stack is deployed.';

const vpcConfigurationCount: Rule = {
  id: 'vpc-configuration-count',
  severity: 'error',
  summary: 'more than one VPC configuration',
  rationale: 'An application can have one VPC configuration. The deployment fails.',
  fix: 'write one entry in VpcConfigurations with all subnets and security groups',
  limitations: COUNTS,
  check: ({ applications }) => applications
    .filter(({ vpcConfigurations }) => vpcConfigurations.length > 1)
    .map(({ resource, vpcConfigurations }) => ({
      resource,
      location: VPC_CONFIGURATIONS,
      message: `vpcConfigurations is a list of ${vpcConfigurations.length}, but must be a list of 1`,
    })),
};

const subnetCount: Rule = {
  id: 'subnet-count',
  severity: 'error',
  summary: `no subnet, or more than ${SUBNETS.max}`,
  rationale: `A VPC configuration takes ${allowedCount(SUBNETS)}. The deployment fails.`,
  fix: `select ${SUBNETS.min} to ${SUBNETS.max} private subnets, for example one for each availability zone`,
  limitations: COUNTS,
  check: context => counted(context, 'SubnetIds', SUBNETS),
};

const securityGroupCount: Rule = {
  id: 'security-group-count',
  severity: 'error',
  summary: `no security group, or more than ${GROUPS.max}`,
  rationale: `A VPC configuration takes ${allowedCount(GROUPS)}. The deployment fails.`,
  fix: `specify ${allowedCount(GROUPS)}, and combine the rules of several groups in one`,
  limitations: COUNTS,
  check: context => counted(context, 'SecurityGroupIds', GROUPS),
};

const propertyLimits: Rule = {
  id: 'property-limits',
  severity: 'error',
  summary: 'a property value that CloudFormation or the service rejects',
  rationale: 'The type does not allow the value. The deployment fails.',
  fix: 'write a value that is allowed',
  limitations: 'It checks texts and numbers of which every character is known. It knows the limits of the application, '
    + 'of its property groups and tags, and of notebooks. It does not know the limits of SQL configurations, or quotas '
    + 'that may be raised for an account.',
  check: ({ model, applications }) => applications.flatMap(({ resource }) => {
    const found = PROPERTY_LIMITS.flatMap(limit => violations(model, resource, limit));
    return found.map(({ location, value, allowed }): Finding => ({
      resource,
      location: `Properties.${location}`,
      message: `${location.split('.').map(lowerFirst).join('.')} is ${model.show(value)}, but must be ${allowed}`,
    }));
  }),
};

/** Rules about numbers and limits. */
export const LIMIT_RULES: readonly Rule[] = [vpcConfigurationCount, subnetCount, securityGroupCount, propertyLimits];

function counted({ model, applications }: RuleContext, property: string, limit: CountLimit): Finding[] {
  return applications.flatMap(({ resource, vpcConfigurations }) => vpcConfigurations.flatMap((configuration, index) => {
    const list = model.part(configuration, property) ?? [];
    if (!Array.isArray(list)) return [];
    const definite = list.filter(entry => !model.isUnresolved(entry)).length;
    if (list.length >= limit.min && definite <= limit.max) return [];
    return [{
      resource,
      location: `${VPC_CONFIGURATIONS}.${index}.${property}`,
      message: `${lowerFirst(property)} is a list of ${definite} ${limit.of}, but must be a list of ${limit.min} `
        + `to ${limit.max}`,
    }];
  }));
}

/** A value that breaks a limit, and its place. */
interface Violation {
  readonly location: string;
  readonly value: Value;
  readonly allowed: string;
}

/** The values that break a limit: the path of a limit may go through lists. */
function violations(model: TemplateModel, resource: Resource, { path, check }: PropertyLimit): Violation[] {
  const [property, ...inner] = path.split('.');
  return valuesAt(model, [property], model.value(resource, property), inner).flatMap(({ location, value }) => {
    const allowed = check(model, value);
    return allowed === undefined ? [] : [{ location: location.join('.'), value, allowed }];
  });
}

function valuesAt(
  model: TemplateModel, location: readonly string[], value: Value, [name, ...inner]: readonly string[],
): { location: readonly string[]; value: Value }[] {
  if (name === undefined) return [{ location, value }];
  if (value === undefined) return [];
  if (name !== '*') return valuesAt(model, [...location, name], model.part(value, name), inner);
  const entries: Value[] = Array.isArray(value) ? value : [];
  return entries.flatMap((entry, index) => valuesAt(model, [...location, String(index)], entry, inner));
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
