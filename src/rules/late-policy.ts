import { ApplicationFacts } from './facts/application-facts';
import { Allowance, RoleFacts } from './facts/role-facts';
import { Finding } from './rule';
import { Resource, TemplateModel } from './template/template-model';

/* What rules say of an application that CloudFormation may create before a policy of its role. */

export const LATE_POLICY_FIX = 'add the policy to DependsOn of the application '
  + '(in the CDK: `application.node.addDependency(policy)`), or write the statements into the role itself';

export const LATE_POLICY_LIMITATIONS = 'It checks policies in the template of the application, and follows DependsOn '
  + 'and references.';

/** The policy of the first of the statements that allow something, if the application waits for the policy of none. */
export function latePolicy(
  { resource }: ApplicationFacts, role: RoleFacts, allowances: readonly Allowance[],
): Resource | undefined {
  const sources = allowances.map(({ source }) => source);
  return sources.some(source => role.isInPlaceFor(resource, source)) ? undefined : sources[0];
}

/** @param purpose what the policy allows the role to do */
export function latePolicyFinding(
  model: TemplateModel, { resource }: ApplicationFacts, policy: Resource, purpose: string,
): Finding {
  return {
    resource,
    location: 'DependsOn',
    message: `dependsOn does not lead to ${policy.logicalId} (${model.nameOf(policy)}), the policy that allows the `
      + `role to ${purpose}, but must`,
  };
}
