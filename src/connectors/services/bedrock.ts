import { IModel } from 'aws-cdk-lib/aws-bedrock';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { isObject } from '../../core/intrinsics';
import { fail } from '../../core/problem';
import { checkArn, splitAt } from '../arn';
import { FlinkConnectorOptions, FlinkConnectorPermission, IFlinkConnector } from '../connector';
import { Binding, BOTH, propertyGroup, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.bedrockModel()`. */
export interface BedrockModelConnectorOptions extends FlinkConnectorOptions {
  /**
   * The ARN of the inference profile that the job invokes the model through:
   * `arn:aws:bedrock:REGION:ACCOUNT:inference-profile/ID`, or `application-inference-profile/ID`.
   *
   * The role is then allowed to invoke the profile, and, in any Region that the profile routes to, the foundation model
   * through this profile only.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
   * @default - the job invokes the model itself
   */
  readonly inferenceProfileArn?: string;

  /**
   * Whether the job reads the response of the model as a stream.
   *
   * @default false
   */
  readonly responseStreaming?: boolean;
}

const PROFILE = /^arn:[^:]+:bedrock:[^:]+:[^:]+:(application-)?inference-profile\/[^/]+$/;
const PROFILE_REASON = 'The inference profile chooses the Region of the model; a condition limits the statement to the '
  + 'declared profile.';

export function bedrockModel(model: IModel, options: BedrockModelConnectorOptions = {}): IFlinkConnector {
  const { inferenceProfileArn } = options;
  checkModel(model);
  return new ServiceConnector('bedrockModel', BOTH, binding => ({
    permissions: invoke(binding, model, options),
    interfaceServices: [InterfaceVpcEndpointAwsService.BEDROCK_RUNTIME],
    propertyGroups: propertyGroup(options.propertyGroup, {
      'model.id': inferenceProfileArn ?? model.modelArn, 'aws.region': binding.stack.region,
    }),
  }));
}

/** Languages without types accept the ID of the model in its place. */
function checkModel(model: IModel): void {
  const candidate: unknown = model;
  if (isObject(candidate) && 'modelArn' in candidate) return;
  fail(`bedrockModel() is given ${JSON.stringify(candidate)}, but must be given a model: write `
    + '`FoundationModel.fromFoundationModelId(this, \'Model\', '
    + 'FoundationModelIdentifier.AMAZON_TITAN_EMBED_TEXT_V2_0)`');
}

function invoke(binding: Binding, model: IModel, options: BedrockModelConnectorOptions): FlinkConnectorPermission[] {
  const { inferenceProfileArn: profile, responseStreaming } = options;
  const actions = ['bedrock:InvokeModel', ...responseStreaming ? ['bedrock:InvokeModelWithResponseStream'] : []];
  if (profile === undefined) return [{ actions, resourceArns: [model.modelArn] }];
  const example = 'arn:aws:bedrock:REGION:ACCOUNT:inference-profile/ID';
  checkArn(binding.application, 'inferenceProfileArn', profile, PROFILE, example);
  const [, id] = splitAt(model.modelArn, ':foundation-model/');
  const resource = { service: 'bedrock', region: '*', account: '', resource: 'foundation-model', resourceName: id };
  return [
    { actions, resourceArns: [profile] },
    {
      actions,
      resourceArns: [binding.stack.formatArn(resource)],
      conditions: { ArnLike: { 'bedrock:InferenceProfileArn': [profile] } },
      wildcardReason: PROFILE_REASON,
    },
  ];
}
