import { Token, Tokenization } from 'aws-cdk-lib';
import { runtimeProblem } from '../flink-runtime';
import { ApplicationResource } from './application-resource';
import { resolvedProperties } from '../core/identity';
import { isObject } from '../core/intrinsics';
import { runtimeFamily } from '../core/runtime-names';
import { SERVICE_LIMITS } from '../core/service-limits';

/**
 * The problems of an application that an escape hatch has changed to something that this construct does not make: a SQL
 * application or a notebook, or more tags than the service accepts.
 *
 * @param resource the L1 as it is when the template is written, with overrides of properties and of the template
 */
export function overrideProblems(resource: ApplicationResource): string[] {
  const outcome = outcomeOf(resource);
  const { runtime, notebook, mode } = outcome;
  return located(resource, [
    typeof runtime === 'string' ? runtimeProblem(runtime) : undefined,
    sqlProblem(outcome),
    notebook === undefined ? undefined : 'applicationConfiguration.zeppelinApplicationConfiguration is set, but Studio '
      + 'notebooks (Zeppelin) are interactive applications, which this construct does not make: leave it out, or '
      + 'write `new FlinkStudioNotebook()`',
    mode !== 'INTERACTIVE' ? undefined : 'applicationMode is "INTERACTIVE", but must be "STREAMING" or left out, since '
      + 'interactive applications are Studio notebooks, which this construct does not make: leave it out, or write '
      + '`new FlinkStudioNotebook()`',
    tagsProblem(outcome),
  ]);
}

/**
 * The problems of a notebook that an escape hatch has changed to something that this construct does not make: a SQL or
 * a streaming application, or more tags than the service accepts.
 *
 * @param resource the L1 as it is when the template is written, with overrides of properties and of the template
 */
export function notebookOverrideProblems(resource: ApplicationResource): string[] {
  const outcome = outcomeOf(resource);
  const { runtime, mode } = outcome;
  return located(resource, [
    typeof runtime === 'string' ? notebookRuntimeProblem(runtime) : undefined,
    sqlProblem(outcome),
    mode === 'INTERACTIVE' || isObject(mode) ? undefined : `applicationMode is ${JSON.stringify(mode)}, but must be `
      + '"INTERACTIVE" for a Studio notebook: leave it as it is, or write `new FlinkApplication()` for a job',
    tagsProblem(outcome),
  ]);
}

function notebookRuntimeProblem(runtime: string): string | undefined {
  const family = runtimeFamily(runtime);
  if (family === 'zeppelin') return undefined;
  if (family === 'sql') return runtimeProblem(runtime);
  return `runtime is ${JSON.stringify(runtime)}, but must be that of a Studio notebook, ZEPPELIN-FLINK-<major>_<minor>`
    + ': leave it as it is, or write `new FlinkApplication()` for a job';
}

function sqlProblem({ sql }: Outcome): string | undefined {
  return sql === undefined ? undefined : 'applicationConfiguration.sqlApplicationConfiguration is set, but SQL '
    + 'applications cannot have a VPC configuration: leave it out, and use Flink SQL through the Table API';
}

function tagsProblem({ tags }: Outcome): string | undefined {
  const { max } = SERVICE_LIMITS.tags;
  if (!Array.isArray(tags) || tags.length <= max) return undefined;
  return `tags is a list of ${tags.length}, but must be at most ${max} tags: write fewer, or keep inherited ones off `
    + 'with `Tags.of(app).remove(key)`';
}

function located(resource: ApplicationResource, problems: (string | undefined)[]): string[] {
  return problems.filter(problem => problem !== undefined).map(problem => `${problem} [at ${resource.node.path}]`);
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
