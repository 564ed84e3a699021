import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { FoundationModel, FoundationModelIdentifier } from 'aws-cdk-lib/aws-bedrock';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { HERE, Case, decrypt, key, region, SECRET_READS } from './case-support';
import { FlinkConnector } from '../../src';

const FUNCTION = `arn:aws:lambda:${HERE}:function:lookup`;
const STATE_MACHINE = `arn:aws:states:${HERE}:stateMachine:review`;
const ENDPOINT = `arn:aws:sagemaker:${HERE}:endpoint/fraud`;
const PROFILE = `arn:aws:bedrock:${HERE}:inference-profile/eu.amazon.nova-lite-v1:0`;
const MODEL = { modelArn: 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0' };

/** Services that a job calls. */
export const CALL_CASES: Case[] = [
  {
    name: 'secret',
    make: stack => FlinkConnector.secret(Secret.fromSecretNameV2(stack, 'Secret', 'token'), { propertyGroup: 'Group' }),
    source: {
      statements: [
        { Action: SECRET_READS, Resource: `arn:<AWS::Partition>:secretsmanager:${HERE}:secret:token-??????` },
      ],
      endpoints: ['secretsmanager'],
      properties: { 'secret.name': 'token', ...region },
    },
  },
  {
    name: 'prometheusWorkspace',
    make: () => FlinkConnector.prometheusWorkspace({
      workspaceArn: `arn:aws:aps:${HERE}:workspace/ws-1`, propertyGroup: 'Group',
    }),
    sink: {
      statements: [{ Action: 'aps:RemoteWrite', Resource: `arn:aws:aps:${HERE}:workspace/ws-1` }],
      endpoints: ['aps-workspaces'],
      properties: {
        'endpoint.url': 'https://aps-workspaces.eu-west-1.<AWS::URLSuffix>/workspaces/ws-1/api/v1/remote_write',
        ...region,
      },
    },
  },
  {
    name: 'lambdaFunction',
    make: stack =>
      FlinkConnector.lambdaFunction(Function.fromFunctionArn(stack, 'Lookup', FUNCTION), { propertyGroup: 'Group' }),
    source: {
      statements: [{ Action: 'lambda:InvokeFunction', Resource: FUNCTION }],
      endpoints: ['lambda'],
      properties: { 'function.name': 'lookup', ...region },
    },
  },
  {
    name: 'ssmParameter',
    make: stack => FlinkConnector.ssmParameter(StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/job/token' }), {
      encryptionKey: key(stack), propertyGroup: 'Group',
    }),
    source: {
      statements: [
        {
          Action: ['ssm:GetParameter', 'ssm:GetParameters'],
          Resource: `arn:<AWS::Partition>:ssm:${HERE}:parameter/job/token`,
        },
        decrypt,
      ],
      endpoints: ['ssm'],
      properties: { 'parameter.name': '/job/token', ...region },
    },
  },
  {
    name: 'privateRestApi',
    make: stack => FlinkConnector.privateRestApi(RestApi.fromRestApiId(stack, 'Api', 'abc123'), {
      stageName: 'live', propertyGroup: 'Group',
    }),
    source: {
      statements: [
        { Action: 'execute-api:Invoke', Resource: `arn:<AWS::Partition>:execute-api:${HERE}:abc123/live/*/*` },
      ],
      endpoints: ['execute-api'],
      properties: { 'api.url': 'https://abc123.execute-api.eu-west-1.<AWS::URLSuffix>/live', ...region },
    },
  },
  {
    name: 'privateRestApi with a method and a path',
    make: stack => FlinkConnector.privateRestApi(RestApi.fromRestApiId(stack, 'Api', 'abc123'), {
      stageName: 'live', method: 'POST', path: '/orders', propertyGroup: 'Group',
    }),
    sink: {
      statements: [
        { Action: 'execute-api:Invoke', Resource: `arn:<AWS::Partition>:execute-api:${HERE}:abc123/live/POST/orders` },
      ],
      endpoints: ['execute-api'],
      properties: { 'api.url': 'https://abc123.execute-api.eu-west-1.<AWS::URLSuffix>/live', ...region },
    },
  },
  {
    name: 'stepFunction',
    make: stack =>
      FlinkConnector.stepFunction(StateMachine.fromStateMachineArn(stack, 'Review', STATE_MACHINE), {
        propertyGroup: 'Group',
      }),
    sink: {
      statements: [{ Action: 'states:StartExecution', Resource: STATE_MACHINE }],
      endpoints: ['states'],
      properties: { 'state.machine.arn': STATE_MACHINE, ...region },
    },
  },
  {
    name: 'stepFunction with synchronous executions',
    make: stack => FlinkConnector.stepFunction(StateMachine.fromStateMachineArn(stack, 'Review', STATE_MACHINE), {
      synchronous: true, propertyGroup: 'Group',
    }),
    source: {
      statements: [{ Action: 'states:StartSyncExecution', Resource: STATE_MACHINE }],
      endpoints: ['sync-states'],
      properties: { 'state.machine.arn': STATE_MACHINE, ...region },
    },
  },
  {
    name: 'bedrockModel',
    make: stack => FlinkConnector.bedrockModel(
      FoundationModel.fromFoundationModelId(stack, 'Model', new FoundationModelIdentifier('amazon.nova-lite-v1:0')), { propertyGroup: 'Group' }),
    source: {
      statements: [
        {
          Action: 'bedrock:InvokeModel',
          Resource: 'arn:<AWS::Partition>:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0',
        },
      ],
      endpoints: ['bedrock-runtime'],
      properties: {
        'model.id': 'arn:<AWS::Partition>:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0', ...region,
      },
    },
  },
  {
    name: 'bedrockModel with an inference profile and streamed responses',
    make: () => FlinkConnector.bedrockModel(MODEL, {
      inferenceProfileArn: PROFILE, responseStreaming: true, propertyGroup: 'Group',
    }),
    sink: {
      statements: [
        { Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'], Resource: PROFILE },
        {
          Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
          Resource: 'arn:<AWS::Partition>:bedrock:*::foundation-model/amazon.nova-lite-v1:0',
          Condition: { ArnLike: { 'bedrock:InferenceProfileArn': [PROFILE] } },
        },
      ],
      endpoints: ['bedrock-runtime'],
      properties: { 'model.id': PROFILE, ...region },
    },
  },
  {
    name: 'sageMakerEndpoint',
    make: () => FlinkConnector.sageMakerEndpoint({ endpointArn: ENDPOINT, propertyGroup: 'Group' }),
    source: {
      statements: [{ Action: 'sagemaker:InvokeEndpoint', Resource: ENDPOINT }],
      endpoints: ['sagemaker.runtime'],
      properties: { 'endpoint.name': 'fraud', ...region },
    },
  },
  {
    name: 'cloudWatchMetrics',
    make: () => FlinkConnector.cloudWatchMetrics({ namespace: 'Orders', propertyGroup: 'Group' }),
    sink: {
      statements: [{
        Action: 'cloudwatch:PutMetricData',
        Resource: '*',
        Condition: { StringEquals: { 'cloudwatch:namespace': ['Orders'] } },
      }],
      endpoints: ['monitoring'],
      properties: { 'metric.namespace': 'Orders', ...region },
    },
  },
];
