import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { Rule } from './rule';

/** Options of `FlinkVpcRules`. */
export interface FlinkVpcRulesProps {
  /**
   * The ids of the rules that are checked, at least one.
   *
   * @default - all rules
   */
  readonly rules?: string[];

  /**
   * The ids of rules that are not checked.
   *
   * @default - none
   */
  readonly exclude?: string[];
}

/**
 * Checks every Flink application of a CDK app at synthesis, no matter what creates the application:
 * `FlinkApplication`, both L1 classes, `CfnInclude` or other libraries.
 *
 * The plugin reads the synthesized templates of all stacks, nested stacks and stages. It reports what would fail the
 * deployment or make the job hang. It does not report what is not known at synthesis, for example the routes of an
 * imported VPC. `docs/rules.md` describes the limits of each rule.
 *
 * An error stops the synthesis. A warning is printed. To suppress a finding, acknowledge it on its construct or on an
 * enclosing one: `Validations.of(scope).acknowledge({ id: 'public-subnet', reason: '...' })`.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc.html
 * @example
 * const app = new App();
 * Validations.of(app).addPlugins(new FlinkVpcRules());
 */
export class FlinkVpcRules implements IPolicyValidationPlugin {
  /** The name of the plugin, which reports show. */
  public readonly name = 'FlinkVpcRules';

  /** The version of the library. */
  public readonly version?: string;

  /** The ids of the rules that are checked. */
  public readonly ruleIds?: string[];

  private readonly rules: readonly Rule[];

  /**
   * @throws if an id is not that of a rule, or if no rule is left
   */
  constructor(props: FlinkVpcRulesProps = {}) {
    this.rules = catalogue().chooseRules(props.rules, props.exclude ?? []);
    this.ruleIds = this.rules.map(({ id }) => id);
    this.version = libraryVersion();
  }

  /** Called by the CDK when all templates are written. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = validation().violationsOf(this.rules, context);
    return { success: violations.every(({ severity }) => severity !== 'error'), violations };
  }
}

/** The rules load with the first plugin: an app without one does not pay for them. */
const load = createRequire(__filename);

function catalogue(): typeof import('./catalogue') {
  return load('./catalogue') as typeof import('./catalogue');
}

function validation(): typeof import('./validation') {
  return load('./validation') as typeof import('./validation');
}

function libraryVersion(): string | undefined {
  const { version } = JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'),
  ) as { version?: string };
  return version;
}
