/** A text: its length, and its shape where the service asks for one. */
export interface TextLimit {
  readonly min: number;
  readonly max: number;
  readonly pattern?: RegExp;
  /** What is allowed, for messages. */
  readonly allowed: string;
}

/** A whole number. */
export interface NumberLimit {
  readonly min: number;
  readonly max?: number;
}

/** The number of entries of a list or map. */
export interface CountLimit {
  readonly min: number;
  readonly max: number;
  /** What is counted, for messages. */
  readonly of: string;
}

/** Whether a text is within a limit. */
export function fitsText(value: string, { min, max, pattern }: TextLimit): boolean {
  return value.length >= min && value.length <= max && (pattern?.test(value) ?? true);
}

/** What a limit of a whole number allows, for messages. */
export function allowedNumbers({ min, max }: NumberLimit): string {
  return max === undefined ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`;
}

/** What a limit of a list or map allows, for messages. */
export function allowedCount({ min, max, of }: CountLimit): string {
  return `${min} to ${max} ${of}`;
}

const NAME = /^[a-zA-Z0-9_.-]+$/;

/** How names of applications and ids of property groups are allowed to be spelt. */
function name(max: number): TextLimit {
  return { min: 1, max, pattern: NAME, allowed: `1 to ${max} of the characters a-z A-Z 0-9 _ . -` };
}

function text(max: number): TextLimit {
  return { min: 1, max, allowed: `a text of 1 to ${max} characters` };
}

/**
 * What the service and CloudFormation accept of an application, once for the checks of constructs and for the rules
 * that read templates.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesisanalyticsv2-application.html
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/limits.html
 */
export const SERVICE_LIMITS = {
  applicationName: name(128),
  description: { min: 0, max: 1024, allowed: 'at most 1024 characters' },
  runtime: { min: 1, max: 128, pattern: /^(FLINK|ZEPPELIN-FLINK|SQL)-\d+_\d+$/, allowed: 'spelt like FLINK-1_20' },
  maintenanceWindowStartTime: {
    min: 5,
    max: 5,
    pattern: /^([01][0-9]|2[0-3]):[0-5][0-9]$/,
    allowed: 'a time of day in UTC, HH:MM, from 00:00 to 23:59',
  },
  tags: { min: 1, max: 50, of: 'tags' },
  subnets: { min: 1, max: 16, of: 'subnets' },
  securityGroups: { min: 1, max: 5, of: 'security groups' },
  codeKey: text(1024),
  codeObjectVersion: text(1024),
  codeMebibytes: 512,
  parallelism: { min: 1 },
  parallelismPerKpu: { min: 1, max: 8 },
  checkpointIntervalMillis: { min: 1 },
  minPauseBetweenCheckpointsMillis: { min: 0 },
  propertyGroups: { min: 0, max: 50, of: 'groups' },
  propertyGroupId: name(50),
  propertyGroupEntries: { min: 1, max: 50, of: 'entries' },
  /** Keys and values of property groups. The service refuses an empty value. */
  propertyText: text(2048),
  snapshotName: name(256),
  logStreamName: { min: 1, max: 512, pattern: /^[^:*]*$/, allowed: '1 to 512 characters without `:` and `*`' },
  roleName: {
    min: 1, max: 64, pattern: /^[\w+=,.@-]+$/, allowed: '1 to 64 of the characters a-z A-Z 0-9 + = , . @ _ -',
  },
  glueDatabaseName: {
    min: 1, max: 255, pattern: /^[a-z0-9_-]+$/, allowed: '1 to 255 of the characters a-z 0-9 _ -',
  },
  customArtifacts: { min: 0, max: 50, of: 'artifacts' },
  databaseArn: { min: 1, max: 2048, pattern: /^arn:/, allowed: 'an ARN of at most 2048 characters' },
  /** What the service accepts; the construct accepts less, since the path is part of its permissions. */
  basePath: { min: 1, max: 1024, pattern: /^[!-_a-z]+$/, allowed: 'a path of 1 to 1024 characters without spaces' },
  /** The group, the artifact or the version of a Maven reference. */
  mavenPart: name(256),
  deployAsApplicationBasePath: {
    min: 1,
    max: 1024,
    pattern: /^(?!\/)[\w/!\-.'()]+$/,
    allowed: '1 to 1024 of the characters a-z A-Z 0-9 / ! - _ . \' ( ), without a slash at the beginning',
  },
  /** The inline policies of a role together, white space not counted. */
  inlinePolicyCharacters: 10_240,
  /** The policy of a KMS key. */
  keyPolicyCharacters: 32_768,
  /** The default quota of rules of a security group, in each direction. */
  securityGroupRules: 60,
} satisfies { readonly [property: string]: TextLimit | NumberLimit | CountLimit | number };
