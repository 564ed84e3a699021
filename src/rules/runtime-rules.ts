import { ENDED_RUNTIMES, RETIRED_RUNTIMES } from '../core/runtime-names';
import { ApplicationFacts } from './facts/application-facts';
import { Rule, RuleContext } from './rule';

const RUNTIME = 'Properties.RuntimeEnvironment';
const FIRST_SQL = 'AWS::KinesisAnalytics::Application';
/** Runtimes of Studio notebooks whose support has ended. */
const ENDED_NOTEBOOKS = ['ZEPPELIN-FLINK-1_0', 'ZEPPELIN-FLINK-2_0'];
const LITERALS = 'It checks runtimes that are literals or can be evaluated from the templates.';

const sqlRuntimeVpc: Rule = {
  id: 'sql-runtime-vpc',
  severity: 'error',
  summary: 'a SQL application with a VPC configuration',
  rationale: 'The service does not support VPC configurations for SQL applications. The deployment fails.',
  fix: 'use a Flink runtime such as FLINK-1_20 with Flink SQL through the Table API, or leave out VpcConfigurations',
  limitations: `${LITERALS} It reports a SQL configuration (SqlApplicationConfiguration) beside a VPC configuration `
    + 'for every runtime.',
  check: ({ model, applications }) => applications.flatMap(application => {
    const { resource, family, runtime, vpcConfigurations } = application;
    const sql = model.value(resource, 'ApplicationConfiguration', 'SqlApplicationConfiguration');
    const isSql = family === 'sql' || (sql !== undefined && !model.isUnresolved(sql));
    if (!isSql || vpcConfigurations.length === 0) return [];
    return [{
      resource,
      location: 'Properties.ApplicationConfiguration.VpcConfigurations',
      message: family === 'sql'
        ? `vpcConfigurations is set and runtimeEnvironment is "${runtime}", but SQL applications cannot have a VPC `
          + 'configuration'
        : 'vpcConfigurations is set beside sqlApplicationConfiguration, but SQL applications cannot have a VPC '
          + 'configuration',
    }];
  }),
};

const sqlRuntime: Rule = {
  id: 'sql-runtime',
  severity: 'error',
  summary: 'a SQL application',
  rationale: 'The service has not accepted new SQL applications since 2025-10-15. It deletes existing ones from '
    + '2026-01-27.',
  fix: 'use a Flink runtime such as FLINK-1_20, with Flink SQL through the Table API',
  limitations: `${LITERALS} Applications of the first API version (AWS::KinesisAnalytics::Application) are always `
    + 'SQL applications. It reports each of them.',
  check: ({ model, applications }) => [
    ...applications.filter(({ family }) => family === 'sql').map(({ resource, runtime }) => ({
      resource,
      location: RUNTIME,
      message: `runtimeEnvironment is "${runtime}", but must be a Flink runtime: SQL applications have ended`,
    })),
    ...model.resources(FIRST_SQL).map(resource => ({
      resource,
      location: 'Type',
      message: `the type is ${FIRST_SQL}, which is a SQL application, but must be AWS::KinesisAnalyticsV2::Application `
        + 'with a Flink runtime: SQL applications have ended',
    })),
  ],
};

const zeppelinMode: Rule = {
  id: 'zeppelin-mode',
  severity: 'error',
  summary: 'a Studio notebook (Zeppelin) that is not interactive',
  rationale: 'A Zeppelin runtime requires the application mode INTERACTIVE, which is not the default. The deployment '
    + 'fails.',
  fix: 'write ApplicationMode: INTERACTIVE for a notebook, or a Flink runtime such as FLINK-1_20 for a job',
  limitations: `${LITERALS} It does not check a mode that is only known when the stack is deployed.`,
  check: ({ model, applications }) => applications.flatMap(({ resource, family, runtime }) => {
    const mode = model.value(resource, 'ApplicationMode');
    if (family !== 'zeppelin' || mode === 'INTERACTIVE' || model.isUnresolved(mode)) return [];
    return [{
      resource,
      location: 'Properties.ApplicationMode',
      message: `applicationMode is ${model.show(mode)}, but must be "INTERACTIVE" with the runtime "${runtime}"`,
    }];
  }),
};

const retiredRuntime: Rule = {
  id: 'retired-runtime',
  severity: 'error',
  summary: 'a runtime that no longer runs',
  rationale: 'The service has not accepted new applications with FLINK-1_6, 1_8 and 1_11 since 2024-11-05. Existing '
    + 'ones no longer run.',
  fix: 'use a supported runtime: FLINK-1_20 or later',
  limitations: LITERALS,
  check: ({ applications }) => applications.filter(isRetired).map(({ resource, runtime }) => ({
    resource,
    location: RUNTIME,
    message: `runtimeEnvironment is "${runtime}", but this version no longer runs`,
  })),
};

const endedRuntime: Rule = {
  id: 'ended-runtime',
  severity: 'warning',
  summary: 'a runtime whose support has ended',
  rationale: 'The service may refuse to create the application, or stop it. The support of FLINK-1_13 ended on '
    + '2025-10-16.',
  fix: 'use a supported runtime: FLINK-1_20 or later, ZEPPELIN-FLINK-3_0 for a notebook',
  limitations: `${LITERALS} It knows the runtimes whose support had ended when this version of the library was `
    + 'published. It treats unknown versions as new ones. The rule `retired-runtime` reports runtimes that no longer '
    + 'run.',
  check: ({ applications }: RuleContext) => applications.filter(hasEnded).map(({ resource, runtime }) => ({
    resource,
    location: RUNTIME,
    message: `runtimeEnvironment is "${runtime}", but its support has ended`,
  })),
};

function isRetired({ runtime = '' }: ApplicationFacts): boolean {
  return RETIRED_RUNTIMES.includes(runtime);
}

function hasEnded({ runtime = '' }: ApplicationFacts): boolean {
  return [...ENDED_RUNTIMES, ...ENDED_NOTEBOOKS].includes(runtime);
}

/** Rules about what kind of application a runtime makes. */
export const RUNTIME_RULES: readonly Rule[] = [sqlRuntimeVpc, sqlRuntime, zeppelinMode, retiredRuntime, endedRuntime];
