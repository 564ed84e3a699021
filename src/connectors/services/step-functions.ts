import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, nameOfConnector, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.stepFunction()`. */
export interface StepFunctionConnectorOptions extends FlinkConnectorOptions {
  /**
   * Whether the job waits for the result of an Express workflow. Such calls go to an endpoint of their own.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/vpc-endpoints.html
   * @default false
   */
  readonly synchronous?: boolean;
}

export function stepFunction(stateMachine: IStateMachine, options: StepFunctionConnectorOptions = {}): IFlinkConnector {
  const name = nameOfConnector('stepFunction', stateMachine);
  const { STEP_FUNCTIONS, STEP_FUNCTIONS_SYNC } = InterfaceVpcEndpointAwsService;
  const { stateMachineArn } = stateMachine;
  const action = options.synchronous ? 'states:StartSyncExecution' : 'states:StartExecution';
  return new ServiceConnector(name, BOTH, () => ({
    permissions: [{ actions: [action], resourceArns: [stateMachineArn], resource: stateMachine }],
    interfaceServices: [options.synchronous ? STEP_FUNCTIONS_SYNC : STEP_FUNCTIONS],
    propertyGroups: propertyGroup(options.propertyGroup, {
      'state.machine.arn': stateMachineArn, 'aws.region': regionOf(stateMachine),
    }),
  }));
}
