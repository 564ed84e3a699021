import { ApplicationFacts } from './facts/application-facts';
import { isDefinite } from './facts/network-facts';
import { RoleFacts, SEEN_ROLES } from './facts/role-facts';
import { LATE_POLICY_FIX, LATE_POLICY_LIMITATIONS, latePolicy, latePolicyFinding } from './late-policy';
import { Finding, Rule } from './rule';
import { allOf, Answer, anyOf } from './template/partial-string';
import { Resource, TemplateModel } from './template/template-model';

const ROLE = 'Properties.ServiceExecutionRole';
const CODE = ['ApplicationConfiguration', 'ApplicationCodeConfiguration'];
const LOCATION = [...CODE, 'CodeContent', 'S3ContentLocation'];
const BUCKET = 'AWS::S3::Bucket';
const UNREADABLE = '"Please check the role provided or validity of S3 location you provided"';

/** Types of AWS by which a template can bring objects into a bucket while it is deployed; all other types cannot. */
const FILLING_TYPES = [
  'AWS::CloudFormation::CustomResource', 'AWS::CloudFormation::Stack', 'AWS::CloudFormation::WaitCondition',
];

const codeContent: Rule = {
  id: 'code-content',
  severity: 'error',
  summary: 'a Flink application whose code is not a file in a bucket',
  rationale: 'A Flink application runs a JAR file or a ZIP file. Without such a file, or with code as text, the '
    + 'application cannot be created or started.',
  fix: 'write CodeContentType: ZIPFILE (also for a JAR file) and the S3ContentLocation of the file',
  limitations: 'It checks runtimes and code types that are literals or can be evaluated from the templates. '
    + 'It does not check Studio notebooks and SQL applications.',
  check: ({ model, applications }) => applications.flatMap(({ resource, family }): Finding[] => {
    if (family !== 'flink' || model.hasMacros) return [];
    const code = model.value(resource, ...CODE);
    const type = model.text(resource, ...CODE, 'CodeContentType');
    const location = { resource, location: `Properties.${CODE.join('.')}` };
    if (code === undefined) {
      return [{ ...location, message: 'applicationCodeConfiguration is missing, but must say where the code is' }];
    }
    return type !== 'PLAINTEXT' ? [] : [{
      ...location, message: 'codeContentType is "PLAINTEXT", but must be "ZIPFILE" for a Flink runtime',
    }];
  }),
};

const codeNotReadable: Rule = {
  id: 'code-not-readable',
  severity: 'error',
  summary: 'code in a bucket of the app that the role cannot read',
  rationale: `The service reads the code with the permissions of the role. The deployment fails with ${UNREADABLE}.`,
  fix: 'allow s3:GetObject on the object, and s3:GetObjectVersion if you specify ObjectVersion '
    + '(in the CDK: `bucket.grantRead(role)`)',
  limitations: `${SEEN_ROLES} It checks code in the bucket for CDK assets and in buckets that the app defines, and `
    + 'reads the policies of these buckets. The rule `code-not-granted` checks other buckets. It does not check '
    + 'whether the role may decrypt the object.',
  check: ({ model, applications }) => applications.flatMap(application => unreadableCode(model, application, true)),
};

const codeNotGranted: Rule = {
  id: 'code-not-granted',
  severity: 'warning',
  summary: 'code in a bucket outside of the app that nothing in the app allows the role to read',
  rationale: 'The service reads the code with the permissions of the role. Unless the bucket policy allows it, '
    + `the deployment fails with ${UNREADABLE}.`,
  fix: 'allow s3:GetObject on the object, and s3:GetObjectVersion if you specify ObjectVersion. If the bucket policy '
    + 'allows it, acknowledge the rule',
  limitations: `${SEEN_ROLES} It does not know the policy of a bucket that the app does not define. Therefore the rule `
    + 'is a warning.',
  check: ({ model, applications }) => applications.flatMap(application => unreadableCode(model, application, false)),
};

const codePermissionsOrder: Rule = {
  id: 'code-permissions-order',
  severity: 'warning',
  summary: 'an application that does not wait for the policy that allows its role to read the code',
  rationale: 'CloudFormation may create the application before the policy. The service reads the code when the '
    + `application is created, so the deployment may fail with ${UNREADABLE}.`,
  fix: LATE_POLICY_FIX,
  limitations: `${SEEN_ROLES} ${LATE_POLICY_LIMITATIONS} Nothing is reported if a bucket policy may allow it too.`,
  check: ({ model, applications }) => applications.flatMap((application): Finding[] => {
    const { resource, role } = application;
    const code = codeOf(model, resource);
    if (role?.isComplete !== true || code === undefined) return [];
    const late = code.actions.map(action => latePolicy(application, role, role.allowances
      .filter(allowance => role.grants(allowance, action, code.object) !== 'no')));
    // one of the actions may be enough: see unreadableCode
    const [policy] = late;
    if (policy === undefined || late.includes(undefined) || mayComeFromBucket(model, role, code)) return [];
    return [latePolicyFinding(model, application, policy, 'read the code')];
  }),
};

const codeBucketEmpty: Rule = {
  id: 'code-bucket-empty',
  severity: 'warning',
  summary: 'code in a bucket that the same stack creates, while nothing uploads the code before the application is '
    + 'created',
  rationale: 'The bucket is empty when CloudFormation creates it. The service reads the code when the application is '
    + `created, so the first deployment fails with ${UNREADABLE}.`,
  fix: 'use an asset (in the CDK: `ApplicationCode.fromAsset()`), or a `BucketDeployment` that the application depends '
    + 'on, or a bucket of another stack. If you upload the code between two deployments, acknowledge the rule',
  limitations: 'It checks buckets in the template of the application. A custom resource, a nested stack, a wait '
    + 'condition or a resource of another provider that the application waits for may upload the code. Nothing is '
    + 'reported then.',
  check: ({ model, applications }) => applications.flatMap(({ resource }): Finding[] => {
    const arn = model.text(resource, ...LOCATION, 'BucketARN');
    const bucket = arn === undefined ? undefined : bucketInTemplate(model, resource, arn);
    if (bucket === undefined || model.hasMacros || !isDefinite(model, resource, bucket)) return [];
    if (isFilled(model, resource)) return [];
    return [{
      resource,
      location: `Properties.${LOCATION.join('.')}.BucketARN`,
      message: `bucketARN is the bucket ${model.nameOf(bucket)}, which this stack creates, but nothing that the `
        + 'application waits for uploads the code to it',
    }];
  }),
};

/** Rules about the code of an application. */
export const CODE_RULES: readonly Rule[] = [
  codeContent, codeNotReadable, codeNotGranted, codePermissionsOrder, codeBucketEmpty,
];

/** Where the code is, and what the role needs to read it. */
interface CodeFacts {
  readonly bucket: string;
  readonly object: string;
  /** Any of them is enough. */
  readonly actions: readonly string[];
}

function codeOf(model: TemplateModel, resource: Resource): CodeFacts | undefined {
  const [bucket, key, version] = ['BucketARN', 'FileKey', 'ObjectVersion']
    .map(name => model.text(resource, ...LOCATION, name));
  if (bucket === undefined || key === undefined) return undefined;
  const mayBeLatest = version === undefined || model.isUnresolved(version);
  const actions = [...mayBeLatest ? ['s3:GetObject'] : [], ...version === undefined ? [] : ['s3:GetObjectVersion']];
  return { bucket, object: `${bucket}/${key}`, actions };
}

function unreadableCode(model: TemplateModel, { resource, role }: ApplicationFacts, isOfApp: boolean): Finding[] {
  const code = codeOf(model, resource);
  if (role === undefined || code === undefined || isBucketOfApp(model, resource, code.bucket) !== isOfApp) return [];
  const mayRead = code.actions.some(action => role.allows(action, code.object) !== 'no');
  if (mayRead || mayComeFromBucket(model, role, code)) return [];
  return [{
    resource,
    location: ROLE,
    message: `serviceExecutionRole is ${model.nameOf(role.resource)}, which does not allow ${code.actions[0]} on `
      + `${model.resolver.strings.show(code.object)}, but must be allowed to read the code`,
  }];
}

/** Whether the app defines the bucket, or the CDK made it for assets: then no policy of it is unknown. */
function isBucketOfApp(model: TemplateModel, { template }: Resource, bucket: string): boolean {
  const shown = model.resolver.strings.show(bucket).replace('${AWS::Partition}', 'aws');
  return /^arn:[^:]+:s3:::cdk-[a-z0-9]+-assets-/.test(shown) || model.resources(BUCKET).some(other =>
    arnOf(model, other) === bucket && model.resolver.sameEnvironment(other.template, template) !== 'no');
}

function bucketInTemplate(model: TemplateModel, { template }: Resource, arn: string): Resource | undefined {
  return model.resources(BUCKET).find(bucket => bucket.template === template && arnOf(model, bucket) === arn);
}

function arnOf(model: TemplateModel, { template, logicalId }: Resource): unknown {
  return model.resolver.value(template, { 'Fn::GetAtt': [logicalId, 'Arn'] });
}

/** Whether something that the application waits for may bring the code into the bucket. */
function isFilled(model: TemplateModel, application: Resource): boolean {
  return [...model.dependenciesOf(application)].some(logicalId => {
    const type = model.resourceIn(application.template, logicalId)?.type;
    return type !== undefined && (!type.startsWith('AWS::') || FILLING_TYPES.includes(type));
  });
}

function mayComeFromBucket(model: TemplateModel, role: RoleFacts, { bucket, object, actions }: CodeFacts): boolean {
  return actions.some(action => bucketAllows(model, role, bucket, action, object) !== 'no');
}

/** Whether a policy of the bucket allows the role something. */
function bucketAllows(model: TemplateModel, role: RoleFacts, bucket: string, action: string, object: string): Answer {
  const name = bucket.slice(bucket.lastIndexOf(':') + 1);
  const { definite, potential } = model.referencing('AWS::S3::BucketPolicy', 'Bucket', name);
  const statements = definite.map(policy => role.statements(model.value(policy, 'PolicyDocument')));
  return anyOf([
    potential.length > 0 ? 'maybe' : 'no',
    ...statements.map(known => known === undefined
      ? 'maybe' as const
      : anyOf(known.map(statement => statementAllows(model, role, statement, action, object)))),
  ]);
}

function statementAllows(
  model: TemplateModel, role: RoleFacts, statement: unknown, action: string, object: string,
): Answer {
  if (role.effect(statement) === 'Deny') return 'no';
  const { strings } = model.resolver;
  const arn = model.resolver.referenceTo(role.resource.template, role.resource.logicalId, 'Arn');
  const fits = (patterns: string[] | undefined, text: string) =>
    anyOf(patterns?.map(pattern => strings.fits(pattern, text)) ?? ['maybe']);
  return allOf([
    fits(role.patterns(model.part(statement, 'Action')), action.toLowerCase()),
    fits(role.principals(model.part(statement, 'Principal'), 'AWS'), arn),
    fits(model.list([model.part(statement, 'Resource') ?? object].flat()), object),
  ]);
}
