import { Token, Tokenization } from 'aws-cdk-lib';
import { runtimeProblem } from '../flink-runtime';
import { ApplicationResource } from './application-resource';
import { resolvedProperties } from '../core/identity';
import { isObject } from '../core/intrinsics';
import { SERVICE_LIMITS } from '../core/service-limits';

/**
 * The problems of an application that an escape hatch has changed to something that cannot be deployed: a SQL
 * application or a notebook, which this construct cannot connect to a VPC, or more tags than the service accepts.
 *
 * @param resource the L1 as it is when the template is written, with overrides of properties and of the template
 */
export function overrideProblems(resource: ApplicationResource): string[] {
  const { runtime, sql, notebook, mode, tags } = outcomeOf(resource);
  const problems: string[] = [];
  const runtimeIsWrong = typeof runtime === 'string' ? runtimeProblem(runtime) : undefined;
  if (runtimeIsWrong !== undefined) problems.push(runtimeIsWrong);
  if (sql !== undefined) {
    problems.push('applicationConfiguration.sqlApplicationConfiguration is set, but SQL applications cannot have a VPC '
      + 'configuration: leave it out, and use Flink SQL through the Table API');
  }
  if (notebook !== undefined) {
    problems.push('applicationConfiguration.zeppelinApplicationConfiguration is set, but Studio notebooks (Zeppelin) '
      + 'are interactive applications, which this construct does not make: leave it out');
  }
  if (mode === 'INTERACTIVE') {
    problems.push('applicationMode is "INTERACTIVE", but must be "STREAMING" or left out, since interactive '
      + 'applications are Studio notebooks, which this construct does not make: leave it out');
  }
  if (Array.isArray(tags) && tags.length > SERVICE_LIMITS.tags.max) {
    problems.push(`tags is a list of ${tags.length}, but must be at most ${SERVICE_LIMITS.tags.max} tags: write `
      + 'fewer, or keep inherited ones off with `Tags.of(app).remove(key)`');
  }
  return problems.map(problem => `${problem} [at ${resource.node.path}]`);
}

interface Outcome {
  readonly runtime: unknown;
  readonly sql: unknown;
  readonly notebook: unknown;
  readonly mode: unknown;
  readonly tags: unknown;
}

/** Resolving takes as long as writing the template, so it is done only if the properties alone are not sufficient. */
function outcomeOf(resource: ApplicationResource): Outcome {
  const { runtimeEnvironment, applicationConfiguration: configuration, applicationMode: mode } = resource;
  const told = !resource.isOverridden && ![runtimeEnvironment, mode].some(Token.isUnresolved);
  if (told && configuration !== undefined && !Tokenization.isResolvable(configuration)) {
    const { sqlApplicationConfiguration: sql, zeppelinApplicationConfiguration: notebook } = configuration;
    return { runtime: runtimeEnvironment, sql, notebook, mode, tags: resource.tags.renderTags() };
  }
  const { RuntimeEnvironment, ApplicationConfiguration, ApplicationMode, Tags } = resolvedProperties(resource);
  const { SqlApplicationConfiguration, ZeppelinApplicationConfiguration } = isObject(ApplicationConfiguration)
    ? ApplicationConfiguration
    : {};
  return {
    runtime: RuntimeEnvironment,
    sql: SqlApplicationConfiguration,
    notebook: ZeppelinApplicationConfiguration,
    mode: ApplicationMode,
    tags: Tags,
  };
}
