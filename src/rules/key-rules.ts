import { Finding, Rule } from './rule';
import { Value } from './template/resolver';
import { Resource, TemplateModel } from './template/template-model';

const KEY = 'AWS::KMS::Key';
const SERVICES = ['kinesisanalytics.amazonaws.com', 'infrastructure.kinesisanalytics.amazonaws.com'];

const encryptionKey: Rule = {
  id: 'encryption-key',
  severity: 'error',
  summary: 'an application whose customer managed key the service cannot use',
  rationale: 'The service uses the key by two principals of its own, and refuses an application whose key policy lacks one of them.',
  fix: 'allow kinesisanalytics.amazonaws.com and infrastructure.kinesisanalytics.amazonaws.com to use the key, with the statements in the developer guide',
  limitations: 'It judges keys that the app defines and that the application names by a reference. Only the principals are looked for, not the actions and conditions.',
  check: ({ applications, model }) => {
    const keys = new Map(model.resources(KEY).map(key => [model.resolver.resourceHole(key.template, key.logicalId, 'Arn'), key]));
    return applications.flatMap(({ resource }): Finding[] => {
      const keyId = model.text(resource, 'ApplicationConfiguration', 'ApplicationEncryptionConfiguration', 'KeyId');
      const key = keyId === undefined ? undefined : keys.get(keyId) ?? model.resource(keyId, KEY);
      const missing = key === undefined ? [] : SERVICES.filter(service => isRefused(model, key, service));
      if (key === undefined || missing.length === 0) return [];
      return [{
        resource,
        location: 'Properties.ApplicationConfiguration.ApplicationEncryptionConfiguration.KeyId',
        message: `keyId is ${model.nameOf(key)}, whose policy lacks ${missing.join(' and ')}, but must allow the service to use the key`,
      }];
    });
  },
};

/** Whether no statement of the policy of a key allows anything to a service. What is not known may allow it. */
function isRefused(model: TemplateModel, key: Resource, service: string): boolean {
  const statement = model.part(model.value(key, 'KeyPolicy'), 'Statement');
  if (model.hasMacros || model.isUnresolved(statement)) return false;
  const statements = Array.isArray(statement) ? statement : [statement];
  return statements
    .filter(one => model.part(one, 'Effect') !== 'Deny')
    .every(one => principals(model, model.part(one, 'Principal'))?.every(name => model.resolver.texts.fits(name, service) === 'no') ?? false);
}

/** The services that a statement is for, with a pattern for everybody. Undefined if they are not known. */
function principals(model: TemplateModel, principal: Value): string[] | undefined {
  if (model.isUnresolved(principal)) return undefined;
  if (principal === '*') return ['*'];
  const services = model.part(principal, 'Service');
  const everybody = model.part(principal, 'AWS') === '*' ? ['*'] : [];
  if (services === undefined) return everybody;
  const names = model.list(Array.isArray(services) ? services : [services]);
  return names === undefined ? undefined : [...names, ...everybody];
}

/** Rules about the key that encrypts an application. */
export const KEY_RULES: readonly Rule[] = [encryptionKey];
