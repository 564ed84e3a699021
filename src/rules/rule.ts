import { ApplicationFacts, applicationsOf } from './facts/application-facts';
import { PublicSubnets } from './facts/imported-subnets';
import { EndpointFacts, endpointsOf } from './facts/network-facts';
import { Resource, TemplateModel } from './template/template-model';

/** What a rule looks at: all templates of the app, and the facts that several rules need. */
export class RuleContext {
  public readonly applications: readonly ApplicationFacts[];
  public readonly endpoints: readonly EndpointFacts[];

  /**
   * @param publicSubnets what the construct tree says of subnets that no template defines, where the CDK gives it to
   * plugins
   */
  constructor(
    public readonly model: TemplateModel, public readonly publicSubnets: () => PublicSubnets = () => new Map(),
  ) {
    this.applications = applicationsOf(model);
    this.endpoints = endpointsOf(model);
  }
}

/** One thing that a rule found. */
export interface Finding {
  readonly resource: Resource;
  /** The place in the resource: `Properties.RuntimeEnvironment`. */
  readonly location: string;
  /** The property, its value, what is allowed. */
  readonly message: string;
}

/** Whether a finding stops the synthesis. */
export type Severity = 'error' | 'warning';

/** A rule, and what `docs/rules.md` says of it. */
export interface Rule {
  /** Stable: acknowledgements and options name it. */
  readonly id: string;
  readonly severity: Severity;
  /** What it finds, in a few words. */
  readonly summary: string;
  /** What happens if it is left as it is. */
  readonly rationale: string;
  /** What to write instead. */
  readonly fix: string;
  /** What it can and cannot see. */
  readonly limitations: string;
  readonly check: (context: RuleContext) => Finding[];
}
