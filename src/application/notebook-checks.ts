import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { checkUniqueName } from './application-names';
import { JobSettings } from './connected-job';
import { FlinkStudioNotebookProps } from './flink-studio-notebook-props';
import { checkNotebookKinds } from './input-checks';
import { checkCommonLimits, checkLogGroup, checkRemovalPolicy, checkRole } from './props-checks';
import { Limits } from '../core/limits';
import { reject, rejectBecause } from '../core/problem';
import { SERVICE_LIMITS } from '../core/service-limits';

/** Checks all properties of a notebook except network, artifacts and connectors. */
export function checkNotebookProps(scope: IConstruct, props: FlinkStudioNotebookProps): void {
  checkNotebookKinds(scope, props);
  checkLimits(scope, props);
  checkUniqueName(scope, props.applicationName);
  checkRole(scope, props);
  checkLogGroup(scope, props);
  checkRemovalPolicy(scope, props, '`RemovalPolicy.RETAIN`');
  checkDeployment(scope, props);
}

/** Rejects the settings of connectors, because a notebook has no property groups. */
export class NoSettings implements JobSettings {
  constructor(private readonly scope: IConstruct) {}

  public check(groups: { readonly [id: string]: unknown }): void {
    const [id] = Object.keys(groups);
    if (id === undefined) return;
    rejectBecause(this.scope, `the property group ${JSON.stringify(id)} cannot be written, since a Studio notebook has `
      + 'no property groups: leave propertyGroup out of the connector, and write the settings into the WITH clause of '
      + 'the table');
  }

  public add(groups: { readonly [id: string]: unknown }): void {
    this.check(groups);
  }
}

function checkLimits(scope: IConstruct, props: FlinkStudioNotebookProps): void {
  const limits = new Limits(scope);
  checkCommonLimits(scope, limits, props, 'orders-notebook');
  limits.text('glueDatabaseName', props.glueDatabaseName, {
    ...SERVICE_LIMITS.glueDatabaseName, write: 'for example `orders`, or leave it out',
  });
  limits.text('deployAsApplicationBasePath', props.deployAsApplicationBasePath, {
    ...SERVICE_LIMITS.deployAsApplicationBasePath, write: 'for example `notes/`, or leave it out',
  });
  limits.count('customArtifacts', props.customArtifacts?.length ?? 0, {
    ...SERVICE_LIMITS.customArtifacts, write: 'fewer, for example several dependencies in one jar file',
  });
}

/** The service exports notes to a bucket of the region of the notebook. */
function checkDeployment(
  scope: IConstruct, { deployAsApplicationBucket: bucket, deployAsApplicationBasePath }: FlinkStudioNotebookProps,
): void {
  if (bucket === undefined) {
    if (deployAsApplicationBasePath === undefined) return;
    rejectBecause(scope, 'deployAsApplicationBasePath is given, but it is a place in deployAsApplicationBucket, which '
      + 'is missing: write `deployAsApplicationBucket: bucket`, or leave both out');
  }
  const { region } = Stack.of(scope);
  if ([bucket.env.region, region].some(Token.isUnresolved) || bucket.env.region === region) return;
  reject(scope, {
    property: 'deployAsApplicationBucket',
    got: `${bucket.node.path} of the region ${bucket.env.region}`,
    allowed: `a bucket of the notebook's region, ${region}`,
    write: 'a bucket of that region',
  });
}
