import { roleByArn, RoleFacts } from './role-facts';
import { runtimeFamily, RuntimeFamily } from '../../core/runtime-names';
import { Value } from '../template/resolver';
import { Resource, TemplateModel } from '../template/template-model';

/** The type of the resource that both L1 classes, the alpha module and raw templates make. */
export const APPLICATION = 'AWS::KinesisAnalyticsV2::Application';

/** An application as its template describes it. What is undefined is missing or not known at synth time. */
export interface ApplicationFacts {
  readonly resource: Resource;
  readonly runtime: string | undefined;
  readonly family: RuntimeFamily | undefined;
  /** The entries of `VpcConfigurations` that are definitely there. */
  readonly vpcConfigurations: readonly Value[];
  /** The ids of the subnets of the first VPC configuration: none if they are not known. */
  readonly subnets: readonly string[];
  /** The ids of the security groups of the first VPC configuration. */
  readonly groups: readonly string[] | undefined;
  /** The execution role, if the app defines it. */
  readonly role: RoleFacts | undefined;
}

/** The applications of all templates. */
export function applicationsOf(model: TemplateModel): ApplicationFacts[] {
  const roles = new Map<Resource, RoleFacts>();
  const roleOf = (resource: Resource): RoleFacts | undefined => {
    const arn = model.text(resource, 'ServiceExecutionRole');
    const found = arn === undefined ? undefined : roleByArn(model, arn);
    if (found === undefined) return undefined;
    const facts = roles.get(found) ?? new RoleFacts(model, found);
    roles.set(found, facts);
    return facts;
  };
  return model.resources(APPLICATION).map(resource => {
    const runtime = model.knownText(resource, 'RuntimeEnvironment');
    const configurations = model.value(resource, 'ApplicationConfiguration', 'VpcConfigurations');
    const entries: Value[] = Array.isArray(configurations) ? configurations : [];
    const [first] = entries;
    return {
      resource,
      runtime,
      family: runtime === undefined ? undefined : runtimeFamily(runtime),
      vpcConfigurations: entries.filter(entry => !model.isUnresolved(entry)),
      subnets: model.list(model.part(first, 'SubnetIds')) ?? [],
      groups: model.list(model.part(first, 'SecurityGroupIds')),
      role: roleOf(resource),
    };
  });
}
