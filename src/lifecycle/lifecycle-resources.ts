import { CfnDeletionPolicy, CfnParameter, CfnResource, CustomResource, Duration, Lazy, Stack, Tags } from 'aws-cdk-lib';
import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct, Dependable, IConstruct, IDependable } from 'constructs';
import { fingerprintOf } from './fingerprint';
import { DeleteBehavior, FORMAT_VERSION, STACK_TAG } from './handler/request';
import { LifecycleProvider, LOGS_TAG } from './lifecycle-provider';
import { SnapshotMode } from './snapshot-mode';
import { resolvedProperties } from '../core/identity';
import { isObject, textOf } from '../core/intrinsics';

/** The application whose job is started. */
export interface LifecycleTarget {
  readonly scope: Construct;
  readonly resource: CfnApplicationV2;
  readonly loggingOption: CfnResource;
  readonly logGroup: ILogGroup;
  readonly snapshotMode?: SnapshotMode;
  /** Whether the application has a customer managed key. */
  readonly hasKey: boolean;
  /** The id of the security group that the library made for the application, if it made one. */
  readonly securityGroupId?: string;
  /** What the application refers to and has to outlive it: role, groups, subnets. */
  readonly outlasting: IConstruct[];
}

export interface LifecycleSettings {
  readonly restore: { Type: string; Snapshot?: string; Once?: string };
  readonly timeout: Duration;
  readonly verifyTasks: boolean;
  readonly onDelete: DeleteBehavior;
}

/** The two custom resources of an application: one before it and one after it. */
export class LifecycleResources {
  constructor(private readonly target: LifecycleTarget, private readonly settings: LifecycleSettings) {
    const { scope, resource, loggingOption, logGroup } = target;
    const provider = LifecycleProvider.of(scope);
    const { serviceToken } = provider;
    if (target.hasKey) provider.allowKeys();
    resource.tags.setTag(STACK_TAG, Stack.of(scope).stackId);
    Tags.of(logGroup).add(LOGS_TAG, 'true', { includeResourceTypes: ['AWS::Logs::LogGroup'] });

    const prepare = new CustomResource(scope, 'Prepare', {
      serviceToken, resourceType: 'Custom::ManagedFlinkPrepare', properties: this.prepareProperties(),
    });
    prepare.node.addDependency(this.earlier(prepare));
    resource.node.addDependency(prepare);
    const run = new CustomResource(scope, 'Run', {
      serviceToken, resourceType: 'Custom::ManagedFlinkRun', properties: this.runProperties(),
    });
    run.node.addDependency(loggingOption);
  }

  /** All that the application waits for, also what is added later, and what it refers to. */
  private earlier(prepare: IConstruct): IDependable {
    const { resource, outlasting } = this.target;
    const stack = Stack.of(resource);
    const earlier: IDependable = {};
    Dependable.implement(earlier, {
      get dependencyRoots() {
        const waitedFor = resource.node.dependencies.filter(construct => !construct.node.scopes.includes(prepare));
        const children = outlasting.map(({ node }) => node.defaultChild).filter(child => child !== undefined);
        const referred = children.filter(child => CfnResource.isCfnResource(child) && Stack.of(child) === stack);
        return [...waitedFor, ...referred];
      },
    });
    return earlier;
  }

  private get common() {
    const { resource } = this.target;
    const { restore, timeout, onDelete } = this.settings;
    return {
      FormatVersion: FORMAT_VERSION,
      Restore: restore,
      TimeoutSeconds: timeout.toSeconds(),
      // what stays is neither stopped nor waited for, and that may be said after the application is made
      OnDelete: Lazy.uncachedString({ produce: () => retention(resource) ?? onDelete }),
    };
  }

  /** Nothing that refers to the application, which waits for this resource. */
  private prepareProperties(): Record<string, unknown> {
    const { resource, securityGroupId } = this.target;
    return {
      ...this.common, Kind: 'prepare', ApplicationLogicalId: resource.logicalId, SecurityGroupId: securityGroupId,
    };
  }

  private runProperties(): Record<string, unknown> {
    const { resource, logGroup, snapshotMode } = this.target;
    return {
      ...this.common,
      Kind: 'run',
      ApplicationName: resource.ref,
      VerifyTasks: this.settings.verifyTasks,
      LogGroupName: logGroup.logGroupName,
      SnapshotsAfterDelete: snapshotMode === SnapshotMode.ENHANCED ? 'kept' : 'deleted with the application',
      // not cached: before references to other stacks are resolved, they read like references within this one
      Runtime: Lazy.uncachedAny({ produce: () => this.deployed().runtime }),
      Code: Lazy.uncachedAny({ produce: () => this.deployed().code }),
      ConfigurationHash: Lazy.uncachedString({ produce: () => this.fingerprint().hash }),
      References: Lazy.uncachedAny({ produce: () => this.fingerprint().references }),
    };
  }

  private fingerprint() {
    const { resource, loggingOption } = this.target;
    return fingerprintOf([resource, loggingOption].map(resolvedProperties), secretParameters(Stack.of(resource)));
  }

  /** Code and runtime as the template has them, overrides included. */
  private deployed(): { runtime: unknown; code: Record<string, unknown> } {
    const {
      RuntimeEnvironment: runtime, ApplicationConfiguration: configuration,
    } = resolvedProperties(this.target.resource);
    const path = ['ApplicationCodeConfiguration', 'CodeContent', 'S3ContentLocation'];
    const location = path.reduce<unknown>((value, key) => isObject(value) ? value[key] : undefined, configuration);
    const { BucketARN, FileKey, ObjectVersion } = isObject(location) ? location : {};
    return { runtime, code: { BucketArn: BucketARN, FileKey, ObjectVersion } };
  }
}

function retention({ cfnOptions: { deletionPolicy } }: CfnResource): DeleteBehavior | undefined {
  switch (deletionPolicy) {
    case CfnDeletionPolicy.RETAIN: return 'RETAIN';
    case CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE: return 'RETAIN_EXCEPT_ON_CREATE';
    default: return undefined;
  }
}

function secretParameters(stack: Stack): string[] {
  const isParameter = (construct: IConstruct): construct is CfnParameter => construct instanceof CfnParameter;
  const parameters = stack.node.findAll().filter(isParameter);
  return parameters.filter(parameter => parameter.noEcho && parameter.stack === stack)
    .map(parameter => textOf(stack.resolve(parameter.logicalId)));
}
