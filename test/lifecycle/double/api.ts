import { DoubleApplication, ServiceFault } from './application';
import { World } from './world';
import { Json } from '../framework';

/** The connection is lost, with the request or with the answer. */
export class Dropped extends Error {
  public readonly code = 'ECONNRESET';
}

/** What the calls answer, whichever way they come. */
export class Api {
  constructor(public world: World, private readonly url: () => string) {}

  public call(service: string, call: string, input: Json, body: string): Json {
    const { world } = this;
    world.settle();
    const fault = world.takeFault(call);
    if (fault === 'drop-before') throw new Dropped('socket hang up');
    if (fault !== undefined && fault !== 'drop-after') throw new ServiceFault(fault, `injected into ${call}`);
    const answer = this.answer(service, call, input, body);
    if (fault === 'drop-after') throw new Dropped('socket hang up');
    return answer;
  }

  private answer(service: string, call: string, input: Json, body: string): Json {
    switch (call) {
      case 'FilterLogEvents': return this.logEvents(service, input, body);
      case 'DescribeNetworkInterfaces': return this.interfaces(input);
      case 'DescribeStacks':
      case 'DescribeStackResource': return this.stack(call, input);
      default: return this.flink(service, call, input, body);
    }
  }

  private flink(service: string, call: string, input: Json, body: string): Json {
    if (service !== 'KinesisAnalytics_20180523') {
      throw new ServiceFault('UnknownOperationException', `${service}.${call}`);
    }
    const { world } = this;
    const name = input.ApplicationName === undefined
      ? String(input.ResourceARN).split('/')[1]
      : String(input.ApplicationName);
    this.record(
      `kinesisanalytics:${call}`,
      `arn:aws:kinesisanalytics:eu-west-1:111111111111:application/${name}`,
      input,
      body,
      world.applications.get(name)?.tags,
    );
    const application = world.application(name);
    switch (call) {
      case 'DescribeApplication': return { ApplicationDetail: detailOf(application) };
      case 'ListTagsForResource': return {
        Tags: Object.entries(application.tags).map(([Key, Value]) => ({ Key, Value })),
      };
      case 'ListApplicationOperations': return {
        ApplicationOperationInfoList: application.operations
          .map(({ id, ...rest }) => ({ OperationId: id, ...times(rest) })),
      };
      case 'DescribeApplicationOperation': return operationOf(application, String(input.OperationId));
      case 'StartApplication': return start(application, input);
      case 'StopApplication':
        application.stop(input.Force === true);
        return { OperationId: application.operations.at(-1)!.id };
      case 'CreateApplicationPresignedUrl':
        if (application.status !== 'RUNNING') {
          throw new ServiceFault('ResourceInUseException', 'The application is not running');
        }
        return { AuthorizedUrl: `${this.url()}/flinkdashboard/${name}?authToken=secret` };
      default: throw new ServiceFault('UnknownOperationException', call);
    }
  }

  private logEvents(service: string, input: Json, body: string): Json {
    const { world } = this;
    if (service !== 'Logs_20140328') throw new ServiceFault('UnknownOperationException', service);
    const group = String(input.logGroupName);
    this.record('logs:FilterLogEvents', `arn:aws:logs:eu-west-1:111111111111:log-group:${group}`, input, body, {
      'cdk-managed-flink:logs': 'true',
    });
    const found = world.logs.filter(event =>
      event.group === group && event.timestamp >= Number(input.startTime) && event.visibleAt <= world.time);
    return { events: found.map(({ timestamp, message }) => ({ timestamp, message })) };
  }

  private interfaces(input: Json): Json {
    this.record('ec2:DescribeNetworkInterfaces', '*', input);
    const [{ Values: [group] }] = input.Filters as { Values: string[] }[];
    return {
      NetworkInterfaces: this.world.interfaces
        .filter(({ groups }) => groups.includes(group))
        .map(({ id }) => ({ NetworkInterfaceId: id })),
    };
  }

  private stack(call: string, input: Json): Json {
    const id = String(input.StackName);
    this.record(`cloudformation:${call}`, id, input);
    const stack = this.world.stacks.get(id);
    if (stack === undefined) throw new ServiceFault('ValidationError', `Stack with id ${id} does not exist`);
    if (call === 'DescribeStacks') {
      return { Stacks: [{ StackName: 'Jobs', StackStatus: stack.status, CreationTime: '2026-12-01T10:00:00Z' }] };
    }
    const logicalId = String(input.LogicalResourceId);
    const [physicalId, updated] = [stack.resources.get(logicalId), stack.updated.get(logicalId)];
    if (physicalId === undefined && updated === undefined) {
      throw new ServiceFault('ValidationError', `Resource ${logicalId} does not exist for stack ${id}`);
    }
    return {
      StackResourceDetail: {
        LogicalResourceId: logicalId,
        PhysicalResourceId: physicalId ?? '',
        ResourceStatus: this.world.resourceStatus,
        LastUpdatedTimestamp: new Date(updated ?? 0).toISOString(),
      },
    };
  }

  private record(action: string, resource: string, input: Json, body = '', tags: Record<string, string> = {}): void {
    this.world.calls.push({ action, resource, tags: { ...tags }, input, at: this.world.time, body });
  }
}

/** The REST interface of Flink. */
export function dashboardPage(world: World, name: string, path: string): Json {
  const { tasksRun } = world.application(name);
  const status = tasksRun ? 'RUNNING' : 'RESTARTING';
  if (path === 'jobs') return { jobs: [{ id: 'job1', status }] };
  if (path === 'jobs/job1') {
    return {
      state: status,
      vertices: [
        { name: 'Source: orders', status: tasksRun ? 'RUNNING' : 'FAILED' }, { name: 'Bounded', status: 'FINISHED' },
      ],
    };
  }
  return {
    'root-exception': 'java.lang.RuntimeException: broken\n\tat Some.where\nCaused by: java.io.IOException: from the '
      + 'dashboard',
  };
}

function start(application: DoubleApplication, input: Json): Json {
  const { ApplicationRestoreConfiguration: restore } = input.RunConfiguration as {
    ApplicationRestoreConfiguration: Record<string, string>;
  };
  application.start({ type: restore.ApplicationRestoreType, name: restore.SnapshotName, arn: restore.SnapshotArn });
  return { OperationId: application.operations.at(-1)!.id };
}

function operationOf(application: DoubleApplication, operationId: string): Json {
  const { error, rollbackOperationId, ...operation } = application.operations.find(({ id }) => id === operationId)!;
  return {
    ApplicationOperationInfoDetails: {
      ...times(operation),
      OperationFailureDetails: { RollbackOperationId: rollbackOperationId, ErrorInfo: { ErrorString: error } },
    },
  };
}

function times({ name, status, startTime }: { name: string; status: string; startTime: number }): Json {
  return { Operation: name, OperationStatus: status, StartTime: startTime / 1000, EndTime: startTime / 1000 };
}

function detailOf(application: DoubleApplication): Json {
  const { configuration: { bucketArn, fileKey, objectVersion, runtime, groups } } = application;
  return {
    ApplicationARN: application.arn,
    ApplicationName: application.name,
    ApplicationStatus: application.status,
    ApplicationVersionId: application.version,
    ApplicationVersionUpdatedFrom: application.updatedFrom,
    ApplicationVersionRolledBackFrom: application.rolledBackFrom,
    ApplicationVersionRolledBackTo: application.rolledBackTo,
    RuntimeEnvironment: runtime,
    ApplicationConfigurationDescription: {
      ApplicationCodeConfigurationDescription: {
        CodeContentType: 'ZIPFILE',
        CodeContentDescription: {
          S3ApplicationCodeLocationDescription: {
            BucketARN: bucketArn, FileKey: fileKey, ObjectVersion: objectVersion,
          },
        },
      },
      VpcConfigurationDescriptions: [
        { VpcConfigurationId: '1.1', VpcId: 'vpc-1', SubnetIds: ['subnet-1'], SecurityGroupIds: groups },
      ],
    },
  };
}
