import { ApplicationFacts } from './facts/application-facts';
import { isDefinite } from './facts/network-facts';
import { RoleFacts } from './facts/role-facts';
import { Finding, Rule } from './rule';
import { Value } from './template/resolver';
import { Resource, TemplateModel } from './template/template-model';
import { isObject } from '../core/intrinsics';

const KEY = 'AWS::KMS::Key';
const ENCRYPTION = ['ApplicationConfiguration', 'ApplicationEncryptionConfiguration'];
const PLACEHOLDER = /\$\{[A-Za-z_][\w.:-]*\}/;

/** What the service does with the key of an application, by the principal that does it. */
const KEY_USE: Readonly<Record<string, readonly string[]>> = {
  'kinesisanalytics.amazonaws.com': ['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey'],
  'infrastructure.kinesisanalytics.amazonaws.com': [
    'kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:CreateGrant',
  ],
};

const duplicateApplicationName: Rule = {
  id: 'duplicate-application-name',
  severity: 'error',
  summary: 'two applications with the same name in one account and Region',
  rationale: 'The name of an application is unique in an account and Region. The deployment of the second application '
    + 'fails.',
  fix: 'specify a different name for each application, or leave out ApplicationName',
  limitations: 'It compares the applications of the app, across stacks, if both names can be evaluated and both '
    + 'stacks are known to be in one account and Region.',
  check: ({ model, applications }) => applications.flatMap(({ resource }, index): Finding[] => {
    const earlier = applications.slice(0, index).map(application => application.resource);
    const other = earlier.find(candidate => haveOneName(model, candidate, resource));
    return other === undefined ? [] : [{
      resource,
      location: 'Properties.ApplicationName',
      message: `applicationName is ${model.show(model.text(resource, 'ApplicationName'))}, but ${model.nameOf(other)} `
        + 'already has this name',
    }];
  }),
};

const placeholderValue: Rule = {
  id: 'placeholder-value',
  severity: 'warning',
  summary: 'a value with a placeholder that nothing replaces',
  rationale: 'CloudFormation does not replace placeholders in a literal value, so the application receives the text '
    + '`${...}` unchanged.',
  fix: 'write the value, or use Fn::Sub (in the CDK: a template literal with backticks)',
  limitations: 'It checks the texts of the configuration of the application, except code that is given as text. '
    + 'If the job replaces the placeholder itself, acknowledge the rule.',
  check: ({ model, applications }) => applications.flatMap(({ resource }) => {
    const configuration = model.value(resource, 'ApplicationConfiguration');
    return placeholdersIn(configuration, ['Properties', 'ApplicationConfiguration']).map(({ location, text }) => ({
      resource,
      location: location.join('.'),
      message: `${location.at(-1)} is ${model.show(text)}, but must not have the placeholder `
        + `${PLACEHOLDER.exec(text)![0]} in it`,
    }));
  }),
};

const keyPolicy: Rule = {
  id: 'key-policy',
  severity: 'error',
  summary: 'a customer managed key whose policy does not let the service use it',
  rationale: 'The service uses the key through two service principals. If the key policy does not allow both, the '
    + 'application cannot be created.',
  fix: 'allow kinesisanalytics.amazonaws.com kms:DescribeKey, kms:Decrypt and kms:GenerateDataKey, and '
    + 'infrastructure.kinesisanalytics.amazonaws.com kms:DescribeKey, kms:Decrypt, '
    + 'kms:GenerateDataKeyWithoutPlaintext and kms:CreateGrant in the key policy',
  limitations: 'It checks keys that the app defines and that KeyId names by their id or ARN. It does not evaluate '
    + 'conditions and denials.',
  check: ({ model, applications }) => applications.flatMap(({ resource }): Finding[] => {
    const key = keyOf(model, resource);
    const missing = key === undefined || model.hasMacros ? [] : missingUse(model, key);
    return missing.length === 0 ? [] : [{
      resource,
      location: `Properties.${ENCRYPTION.join('.')}.KeyId`,
      message: `keyId is ${model.nameOf(key!)}, whose policy does not allow ${missing.join(', nor ')}, but must`,
    }];
  }),
};

/** Rules about an application as such. */
export const APPLICATION_RULES: readonly Rule[] = [duplicateApplicationName, placeholderValue, keyPolicy];

function haveOneName(model: TemplateModel, one: Resource, other: Resource): boolean {
  const [name, counterpart] = [one, other].map(resource => model.text(resource, 'ApplicationName'));
  const isSame = name !== undefined && name === counterpart && !model.isUnresolved(name);
  return isSame
    && model.resolver.sameEnvironment(one.template, other.template) === 'yes'
    && (isDefinite(model, one, other) || isDefinite(model, other, one));
}

function placeholdersIn(value: Value, location: readonly string[]): { location: readonly string[]; text: string }[] {
  if (typeof value === 'string') return PLACEHOLDER.test(value) ? [{ location, text: value }] : [];
  if (Array.isArray(value)) {
    return value.flatMap((item: Value, index) => placeholdersIn(item, [...location, String(index)]));
  }
  if (!isObject(value)) return [];
  return Object.entries(value)
    .filter(([name]) => name !== 'TextContent' && name !== 'ZipFileContent')
    .flatMap(([name, item]) => placeholdersIn(item, [...location, name]));
}

/** The key of an application, if the app defines it. */
function keyOf(model: TemplateModel, application: ApplicationFacts['resource']): Resource | undefined {
  if (model.value(application, ...ENCRYPTION, 'KeyType') !== 'CUSTOMER_MANAGED_KEY') return undefined;
  const id = model.text(application, ...ENCRYPTION, 'KeyId') ?? '';
  return model.resource(id, KEY) ?? model.resourceByAttribute(id, KEY, 'Arn')
    ?? model.resourceByAttribute(id, KEY, 'KeyId');
}

/** What the policy of a key does not allow the service. */
function missingUse(model: TemplateModel, key: Resource): string[] {
  const document = model.value(key, 'KeyPolicy');
  const policy = new RoleFacts(model, key);
  const statements = document === undefined ? undefined : policy.statements(document);
  if (statements === undefined) return [];
  const { strings } = model.resolver;
  const fitsAny = (patterns: string[] | undefined, text: string) =>
    patterns === undefined || patterns.some(pattern => strings.fits(pattern, text) !== 'no');
  const mayUse = (principal: string, action: string) => statements.some(statement => policy.effect(statement) !== 'Deny'
    && fitsAny(policy.patterns(model.part(statement, 'Action')), action.toLowerCase())
    && fitsAny(policy.principals(model.part(statement, 'Principal'), 'Service'), principal));
  return Object.entries(KEY_USE).flatMap(([principal, actions]) => {
    const denied = actions.filter(action => !mayUse(principal, action));
    return denied.length === 0 ? [] : [`${principal} ${denied.join(', ')}`];
  });
}
