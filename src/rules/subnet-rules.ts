import { ApplicationFacts } from './facts/application-facts';
import { cidrOf, GROUP, internetRoute, SUBNET } from './facts/network-facts';
import { Finding, Rule, RuleContext } from './rule';
import { Resource, TemplateModel } from './template/template-model';
import { Scale, shortageOf } from '../core/address-shortage';

const VPC_CONFIGURATION = 'Properties.ApplicationConfiguration.VpcConfigurations.0';
const SUBNETS = `${VPC_CONFIGURATION}.SubnetIds`;

const publicSubnet: Rule = {
  id: 'public-subnet',
  severity: 'error',
  summary: 'a subnet that routes to an internet gateway',
  rationale: 'The network interfaces of an application have no public IP address, so an internet gateway does not '
    + 'return answers to them. The job hangs when it calls a service outside the VPC.',
  fix: 'use private subnets, with a NAT gateway or VPC endpoints for the services that the job calls. If the job calls '
    + 'nothing outside the VPC, acknowledge the rule',
  limitations: 'It checks subnets whose route table and default IPv4 route the app defines. It also checks subnets '
    + 'that a VPC of the construct tree lists as public after it was looked up or imported, if the version of '
    + 'aws-cdk-lib passes the construct tree to plugins (2.257.0 does not). It does not check the main route table of '
    + 'a VPC, or the routes of other imported subnets.',
  check: context => context.applications.flatMap(({ resource, subnets }) => subnets.flatMap((subnet, index) => {
    const reason = reasonForPublic(context, resource, subnet);
    return reason === undefined ? [] : [{
      resource,
      location: `${SUBNETS}.${index}`,
      message: `subnetIds has ${nameOf(context.model, subnet)}, which ${reason}, but must be private subnets`,
    }];
  })),
};

const singleAvailabilityZone: Rule = {
  id: 'single-availability-zone',
  severity: 'warning',
  summary: 'all subnets in one availability zone',
  rationale: 'If this zone fails, the application fails too.',
  fix: 'specify subnets in two or more availability zones',
  limitations: 'It knows the zones of subnets that the app defines. It reports a single subnet even if the app does '
    + 'not define it.',
  check: ({ model, applications }) => applications.flatMap(({ resource, subnets }) => {
    const zones = subnets.map(subnet => zoneOf(model, subnet));
    const single = subnets.length === 1
      ? !model.isUnresolved(subnets[0])
      : zones[0] !== undefined && zones.every(zone => zone === zones[0]);
    return single ? [{
      resource,
      location: SUBNETS,
      message: `subnetIds is ${subnets.map(subnet => nameOf(model, subnet)).join(', ')}, `
        + `${subnets.length === 1 ? 'a single subnet' : 'all in one availability zone'}, but must be in two or more `
        + 'zones, so that the failure of one zone does not stop the application',
    }] : [];
  }),
};

const subnetAddresses: Rule = {
  id: 'subnet-addresses',
  severity: 'warning',
  summary: 'too few addresses for the scale',
  rationale: 'The service creates network interfaces in the subnets as the application scales. Without free IP '
    + 'addresses, the application hangs when it starts or scales.',
  fix: 'use larger subnets, or limit the scale: AutoScalingEnabled false, a lower Parallelism or a higher '
    + 'ParallelismPerKPU',
  limitations: 'It checks subnets with a literal IPv4 range that the app defines. It assumes one network interface for '
    + 'each KPU in each subnet, 20 % headroom and, with autoscaling, one step that doubles the parallelism. It does '
    + 'not know what else uses the subnets. It does not check a CUSTOM scale if a value is left out, because the '
    + 'default of that value is not documented.',
  check: ({ model, applications }) => applications.flatMap(application => {
    const { resource, subnets, family } = application;
    const scale = family === 'flink' ? scaleOf(model, application) : undefined;
    const shortage = scale === undefined
      ? undefined
      : shortageOf(subnets.map(subnet => ({ name: nameOf(model, subnet), cidr: cidrOf(model, subnet) })), scale);
    return shortage === undefined ? [] : [{ resource, location: SUBNETS, message: shortage }];
  }),
};

const vpcMismatch: Rule = {
  id: 'vpc-mismatch',
  severity: 'error',
  summary: 'subnets or security groups of two VPCs',
  rationale: 'All subnets and security groups of an application must belong to one VPC. The deployment fails.',
  fix: 'select subnets and security groups of one VPC',
  limitations: 'It compares the VPCs of subnets and security groups that the app defines. It cannot tell whether a VPC '
    + 'that the app defines and one that is imported by its id are the same.',
  check: ({ model, applications }) => applications.flatMap(({ resource, subnets, groups = [] }): Finding[] => {
    const members = [
      ...subnets.map(id => model.resource(id, SUBNET)), ...groups.map(id => model.resource(id, GROUP)),
    ].flatMap(member => member === undefined ? [] : [{ member, vpc: model.text(member, 'VpcId') }]);
    const [first] = members;
    const isElsewhere = (vpc: string | undefined) => vpc !== undefined && first.vpc !== undefined
      && model.resolver.strings.equal(vpc, first.vpc) === 'no';
    const other = members.find(({ vpc }) => isElsewhere(vpc));
    return other === undefined ? [] : [{
      resource,
      location: VPC_CONFIGURATION,
      message: `vpcConfigurations has ${model.nameOf(first.member)} and ${model.nameOf(other.member)}, which are in `
        + 'two VPCs, but must be in one',
    }];
  }),
};

/** Rules about the subnets of an application. */
export const SUBNET_RULES: readonly Rule[] = [publicSubnet, singleAvailabilityZone, subnetAddresses, vpcMismatch];

/** How it is known that a subnet is public: by its routes, or by the VPC that was looked up or imported. */
function reasonForPublic(
  { model, publicSubnets }: RuleContext, application: Resource, subnet: string,
): string | undefined {
  const route = internetRoute(model, application, subnet);
  if (route !== undefined) return `routes to an internet gateway (${model.nameOf(route)})`;
  if (!model.resolver.strings.isFullyResolved(subnet)) return undefined;
  const vpc = publicSubnets().get(subnet);
  return vpc === undefined ? undefined : `the VPC ${vpc} lists as a public subnet`;
}

function nameOf(model: TemplateModel, subnet: string): string {
  const resource = model.resource(subnet, SUBNET);
  return resource === undefined ? model.resolver.strings.show(subnet) : model.nameOf(resource);
}

function zoneOf(model: TemplateModel, subnet: string): string | undefined {
  const resource = model.resource(subnet, SUBNET);
  return resource === undefined
    ? undefined
    : model.text(resource, 'AvailabilityZone') ?? model.text(resource, 'AvailabilityZoneId');
}

/** The scale of an application, or undefined if a part of it is not known. */
function scaleOf(model: TemplateModel, { resource }: ApplicationFacts): Scale | undefined {
  const configuration = model.value(
    resource, 'ApplicationConfiguration', 'FlinkApplicationConfiguration', 'ParallelismConfiguration',
  );
  const type = model.part(configuration, 'ConfigurationType');
  if (configuration === undefined || type === 'DEFAULT') {
    return { parallelism: 1, parallelismPerKpu: 1, autoScalingEnabled: true };
  }
  const [parallelism, parallelismPerKpu, autoScaling] = ['Parallelism', 'ParallelismPerKPU', 'AutoScalingEnabled']
    .map(name => model.resolver.text(model.part(configuration, name)) ?? '');
  const numbers = [parallelism, parallelismPerKpu];
  if (numbers.some(number => !/^[1-9]\d*$/.test(number)) || !/^(true|false)$/.test(autoScaling)) return undefined;
  return {
    parallelism: Number(parallelism),
    parallelismPerKpu: Number(parallelismPerKpu),
    autoScalingEnabled: autoScaling === 'true',
  };
}
