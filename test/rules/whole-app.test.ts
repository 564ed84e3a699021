import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  App, CfnCondition, CfnOutput, CfnParameter, CfnResource, Fn, NestedStack, Stack, Stage, Token,
} from 'aws-cdk-lib';
import { CfnVPCEndpoint, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  AnyPrincipal, CfnPolicy, CfnRole, Effect, ManagedPolicy, PolicyStatement, Role, ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnApplication } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { isolatedVpc } from './clean-apps';
import { FlinkVpcRules } from '../../src';
import { contextOf, findingsIn, findingsInWeak, violationsIn } from '../helpers/rules';

const ENVIRONMENT = { account: '111111111111', region: 'eu-west-1' };

function endpointFor(
  scope: Stack, id: string, vpcId: string, service = `com.amazonaws.${scope.region}.sqs`,
): CfnVPCEndpoint {
  return new CfnVPCEndpoint(scope, id, {
    vpcId, serviceName: service, vpcEndpointType: 'Interface', privateDnsEnabled: true,
  });
}

function applicationIn(scope: Stack, props: { role: string; subnets: string[]; groups: string[] }): CfnApplication {
  return new CfnApplication(scope, 'Application', {
    runtimeEnvironment: 'FLINK-1_20',
    serviceExecutionRole: props.role,
    applicationConfiguration: {
      applicationCodeConfiguration: { codeContentType: 'ZIPFILE', codeContent: {} },
      vpcConfigurations: [{ subnetIds: props.subnets, securityGroupIds: props.groups }],
    },
  });
}

describe('across stacks', () => {
  test('endpoints of one VPC collide', () => {
    const app = new App();
    const vpc = new Vpc(new Stack(app, 'Network'), 'Vpc', { natGateways: 0 });
    ['One', 'Other'].forEach(id => endpointFor(new Stack(app, id), 'Sqs', vpc.vpcId));
    expect(violationsIn(app)).toEqual([expect.objectContaining({
      ruleName: 'duplicate-private-dns',
      severity: 'error',
      description: expect.stringContaining('privateDnsEnabled is true for sqs, but the VPC already has an endpoint '
        + 'with private DNS for this service, One/Sqs'),
      violatingResources: [{
        resourceLogicalId: 'Sqs',
        templatePath: expect.stringMatching(/Other\.template\.json$/),
        locations: ['Properties.PrivateDnsEnabled'],
      }],
    })]);
  });

  test('endpoints of an imported VPC collide where both stacks are in one environment', () => {
    const collide = (...environments: object[]) => {
      const app = new App();
      environments.forEach((env, index) => endpointFor(new Stack(app, `Stack${index}`, { env }), 'Sqs', 'vpc-1'));
      return findingsIn(app);
    };
    expect(collide(ENVIRONMENT, ENVIRONMENT)).toEqual(['duplicate-private-dns']);
    expect(collide({}, {})).toEqual(['duplicate-private-dns']);
    expect(collide(ENVIRONMENT, {})).toEqual([]);
    expect(collide(ENVIRONMENT, { ...ENVIRONMENT, region: 'us-east-1' })).toEqual([]);
  });

  test('a role, subnets and groups of other stacks are found', () => {
    const build = (allowed: string, byList: boolean) => {
      const app = new App();
      const network = new Stack(app, 'Network');
      const vpc = isolatedVpc(network);
      const group = new SecurityGroup(network, 'Group', { vpc });
      const security = new Stack(app, 'Security');
      const role = new Role(security, 'Role', { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') });
      role.addToPolicy(new PolicyStatement({ actions: [allowed], resources: ['*'] }));
      new CfnOutput(network, 'Subnets', {
        value: Fn.join('||', vpc.isolatedSubnets.map(({ subnetId }) => subnetId)), exportName: 'subnets',
      });
      const list = Fn.split('||', Fn.importValue('subnets'));
      const subnets = byList ? Token.asList(list) : vpc.isolatedSubnets.map(({ subnetId }) => subnetId);
      applicationIn(new Stack(app, 'Job'), { role: role.roleArn, subnets, groups: [group.securityGroupId] });
      return findingsIn(app);
    };
    for (const byList of [true, false]) {
      expect(build('ec2:*', byList)).toEqual([]);
      expect(build('sqs:SendMessage', byList)).toEqual(['network-permissions', 'no-path-to-service']);
    }
  });
});

describe.each<[string, (app: App) => string[]]>([['strong', findingsIn], ['weak', findingsInWeak]])('with %s references', (_, found) => {
  function endpoints(environment: object, ...regions: string[]): string[] {
    const app = new App();
    const vpc = new Vpc(new Stack(app, 'Network', { env: environment, stackName: 'platform' }), 'Vpc', {
      natGateways: 0,
    });
    regions.forEach((region, index) =>
      endpointFor(new Stack(app, `Jobs${index}`, { env: { ...environment, ...region && { region } } }), 'Sqs', vpc.vpcId));
    return found(app);
  }

  test('endpoints of one VPC in two stacks collide', () => {
    expect(endpoints({}, '', '')).toEqual(['duplicate-private-dns']);
    expect(endpoints(ENVIRONMENT, '', '')).toEqual(['duplicate-private-dns']);
    expect(endpoints({}, '')).toEqual([]);
  });

  test.each(['ec2:*', 'sqs:SendMessage'])('a role with %s, subnets and groups of other stacks are found', action => {
    const app = new App();
    const network = new Stack(app, 'Network');
    const vpc = isolatedVpc(network);
    const group = new SecurityGroup(network, 'Group', { vpc });
    const role = new Role(new Stack(app, 'Security'), 'Role', {
      assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com'),
    });
    role.addToPolicy(new PolicyStatement({ actions: [action], resources: ['*'] }));
    applicationIn(new Stack(app, 'Job'), {
      role: role.roleArn, subnets: vpc.isolatedSubnets.map(({ subnetId }) => subnetId), groups: [group.securityGroupId],
    });
    expect(found(app)).toEqual(action === 'ec2:*' ? [] : ['network-permissions', 'no-path-to-service']);
  });
});

test.each<[string, object, boolean]>([
  ['its own stack', { StackName: 'Network', OutputName: 'Vpc' }, true],
  ['a region of its own', { StackName: 'Network', OutputName: 'Vpc', Region: 'eu-west-1' }, true],
  ['another region', { StackName: 'Network', OutputName: 'Vpc', Region: 'us-east-1' }, false],
  ['another stack', { StackName: 'Elsewhere', OutputName: 'Vpc' }, false],
  ['another output', { StackName: 'Network', OutputName: 'Other' }, false],
  ['nothing', {}, false],
])('an output of %s', (_, output, isKnown) => {
  const app = new App();
  const network = new Stack(app, 'Network', { env: ENVIRONMENT });
  const vpc = new Vpc(network, 'Vpc', { natGateways: 0 });
  new CfnOutput(network, 'Out', { value: vpc.vpcId }).overrideLogicalId('Vpc');
  endpointFor(network, 'Sqs', vpc.vpcId);
  const made = endpointFor(new Stack(app, 'Jobs', { env: ENVIRONMENT }), 'Sqs', 'x');
  made.addPropertyOverride('VpcId', { 'Fn::GetStackOutput': output });
  expect(findingsIn(app)).toEqual(isKnown ? ['duplicate-private-dns'] : []);
});

describe('while a lookup is pending nothing is found in its environment', () => {
  function lookedUp(count: number, region = ENVIRONMENT.region): string[] {
    const app = new App();
    for (let index = 0; index < count; index++) {
      const stack = new Stack(app, `Looking${index}`, { env: ENVIRONMENT });
      endpointFor(stack, 'Sqs', Vpc.fromLookup(stack, 'Vpc', { vpcName: `vpc${index}` }).vpcId);
    }
    applicationIn(new Stack(app, 'Job', { env: { ...ENVIRONMENT, region } }), {
      role: 'arn:aws:iam::111111111111:role/x', subnets: [], groups: ['sg-1'],
    });
    return findingsIn(app);
  }

  test('nor for stacks of the same environment', () => expect(lookedUp(2)).toEqual([]));
  test('but for those of another one', () => expect(lookedUp(2, 'us-east-1')).toEqual(['subnet-count']));
  test('and without a lookup', () => expect(lookedUp(0)).toEqual(['subnet-count']));
});

describe('nested stacks', () => {
  function nested(context: Record<string, unknown> = {}) {
    const app = new App({ context });
    const stack = new Stack(app, 'Stack');
    const vpc = isolatedVpc(stack);
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') });
    new Stream(stack, 'Stream').grantRead(role);
    const inner = new NestedStack(new NestedStack(stack, 'Outer'), 'Inner');
    const application = applicationIn(inner, {
      role: role.roleArn, subnets: vpc.isolatedSubnets.map(({ subnetId }) => subnetId), groups: ['sg-1'],
    });
    return { app, stack, vpc, inner, application };
  }

  test.each([['by the hash of the file', {}], ['by metadata', { 'aws:cdk:enable-asset-metadata': true }]])('are found %s, with what their parameters stand for', (_, context) => {
    expect(findingsIn(nested(context).app)).toEqual(['network-permissions', 'no-path-to-service']);
  });

  test('are named with their own file', () => {
    const { app, inner } = nested();
    const [violation] = violationsIn(app, { rules: ['network-permissions'] });
    const [{ resourceLogicalId, templatePath }] = violation.violatingResources;
    expect([resourceLogicalId, basename(templatePath!)]).toEqual(['Application', inner.templateFile]);
  });

  test('have outputs that stand for what is in them', () => {
    const { app, stack, inner, vpc } = nested();
    const found = () => violationsIn(app, { rules: ['duplicate-private-dns'] }).length;
    endpointFor(inner, 'Sqs', vpc.vpcId);
    endpointFor(stack, 'Sqs', vpc.vpcId);
    const made = new Vpc(inner, 'OwnVpc', { natGateways: 0 });
    endpointFor(inner, 'OwnSqs', made.vpcId);
    endpointFor(stack, 'OwnSqs', made.vpcId);
    expect(found()).toBe(2);
  });

  test('that are not the app\'s own are not known', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const other = new CfnResource(stack, 'Other', {
      type: 'AWS::CloudFormation::Stack', properties: { TemplateURL: 'https://example.com/x.json' },
    });
    [1, 2].forEach(number => endpointFor(stack, `Sqs${number}`, other.getAtt(`Outputs.Vpc${number}`).toString()));
    new CfnResource(stack, 'Last', {
      type: 'AWS::CloudFormation::Stack', properties: { TemplateURL: `https://example.com/${'0'.repeat(64)}.json` },
    });
    new CfnResource(stack, 'Unheard', { type: 'AWS::CloudFormation::Stack' });
    expect(findingsIn(app)).toEqual([]);
  });
});

describe('stages', () => {
  function stages() {
    const app = new App();
    const made = ['Test', 'Production'].map(id => {
      const stage = new Stage(app, id);
      const stack = new Stack(stage, 'Stack');
      const vpc = new Vpc(stack, 'Vpc', { natGateways: 0 });
      endpointFor(stack, 'Sqs', vpc.vpcId);
      return { stage, stack, vpc };
    });
    return { app, made };
  }

  test('are judged too, and not mixed up', () => {
    const { app, made: [, { stack, vpc }] } = stages();
    expect(findingsIn(app)).toEqual([]);
    endpointFor(stack, 'Second', vpc.vpcId);
    const { app: again, made: [first] } = stages();
    endpointFor(first.stack, 'Second', first.vpc.vpcId);
    expect(
      violationsIn(again).map(({ violatingResources }) => violatingResources[0].templatePath),
    ).toEqual([expect.stringContaining('assembly-Test')]);
  });
});

test('parameters, conditions and outputs are followed', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const runtime = new CfnParameter(stack, 'Runtime', { default: 'SQL' });
  const isSql = new CfnCondition(stack, 'IsSql', { expression: Fn.conditionEquals(runtime, 'SQL') });
  const application = applicationIn(stack, {
    role: 'arn:aws:iam::111111111111:role/x', subnets: ['subnet-1', 'subnet-2'], groups: ['sg-1'],
  });
  application.runtimeEnvironment = Fn.conditionIf(
    isSql.logicalId, Fn.join('-', [runtime.valueAsString, '1_0']), 'FLINK-1_20',
  )
    .toString();
  new CfnOutput(stack, 'Name', { value: application.ref, exportName: 'name' });
  expect(findingsIn(app)).toEqual(['sql-runtime', 'sql-runtime-vpc']);
});

describe('what the assembly lacks is not known', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  const file = join(folder, 'Stack.template.json');
  const judge = (body: string, manifest?: string) => {
    writeFileSync(file, body);
    if (manifest !== undefined) writeFileSync(join(folder, 'manifest.json'), manifest);
    return new FlinkVpcRules().validate(contextOf([file, file]));
  };
  const sql = JSON.stringify({
    Resources: {
      A: {
        Type: 'AWS::KinesisAnalyticsV2::Application',
        Properties: { RuntimeEnvironment: 'SQL-1_0', ServiceExecutionRole: 'x' },
      },
    },
  });

  test.each<[string, string | undefined]>([
    ['no manifest', undefined],
    ['a broken manifest', '{'],
    ['another manifest', '{"artifacts":{"A":{"properties":{"templateFile":"Other.json"}}}}'],
    [
      'a bare manifest',
      '{"artifacts":{"A":{"environment":"x","properties":{"templateFile":"Stack.template.json"},"metadata":{"/A":"x"},"additionalMetadataFile":"none.json"}}}',
    ],
    [
      'a manifest with a name',
      '{"artifacts":{"A":{"displayName":"A","properties":{"templateFile":"Stack.template.json"},"metadata":{"/A/B":[{"type":"aws:cdk:logicalId","data":5}]}}}}',
    ],
  ])('%s', (_, manifest) => {
    expect(judge(sql, manifest).violations.map(({ ruleName }) => ruleName)).toEqual(['sql-runtime']);
  });

  test.each(['', '[]', 'null', '{"Resources":[]}', '{"Resources":{"A":5}}'])('a template that is %j', body => {
    expect(judge(body)).toEqual({ success: true, violations: [] });
  });

  test.each([['AWS::CloudFormation::Stack', ['sql-runtime']], ['AWS::Lambda::Function', []]])('a file beside the template is read for the type %s: %j', (type, found) => {
    writeFileSync(join(folder, 'nested.json'), sql);
    const resource = { Type: type, Metadata: { 'aws:asset:path': 'nested.json' } };
    expect(
      judge(JSON.stringify({ Resources: { A: resource } })).violations.map(({ ruleName }) => ruleName),
    ).toEqual(found);
  });

  test('a nested stack that is its own parent', () => {
    const nested = { Type: 'AWS::CloudFormation::Stack', Metadata: { 'aws:asset:path': 'Stack.template.json' } };
    expect(judge(JSON.stringify({ Resources: { A: nested } })).violations).toEqual([]);
  });
});

describe('policies', () => {
  function judged(change: (stack: Stack, role: Role, application: CfnApplication) => void) {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') });
    const application = applicationIn(stack, {
      role: role.roleArn, subnets: ['subnet-1', 'subnet-2'], groups: ['sg-1'],
    });
    change(stack, role, application);
    return violationsIn(app);
  }
  const allowed = () => new PolicyStatement({ actions: ['ec2:*'], resources: ['*'] });

  test('a role without any lacks the permissions', () => {
    expect(judged(() => {}).map(({ ruleName }) => ruleName)).toEqual(['network-permissions']);
  });

  test('one that the application does not wait for is named', () => {
    expect(judged((_, role) => role.addToPolicy(allowed())).map(({ description }) => description)).toEqual([
      expect.stringContaining('dependsOn does not lead to RoleDefaultPolicy5FFB7DAB '
        + '(Stack/Role/DefaultPolicy/Resource), the policy that allows'),
    ]);
  });

  test('a managed policy that lists the role counts', () => {
    expect(judged((stack, role, application) => {
      application.node.addDependency(new ManagedPolicy(stack, 'Policy', { roles: [role], statements: [allowed()] }));
    })).toEqual([]);
  });

  test('a role whose ARN is put together is found', () => {
    expect(judged((stack, role, application) => {
      application.serviceExecutionRole = stack.formatArn({
        service: 'iam', region: '', resource: 'role', resourceName: role.roleName,
      });
    }).map(({ ruleName }) => ruleName)).toEqual(['network-permissions']);
  });

  test('a statement with ec2:Vpc allows nothing for a new interface', () => {
    expect(judged((stack, role, application) => {
      const statement = allowed();
      statement.addCondition('ArnEquals', {
        'ec2:Vpc': stack.formatArn({ service: 'ec2', resource: 'vpc', resourceName: 'vpc-1' }),
      });
      application.node.addDependency(new ManagedPolicy(stack, 'Policy', { roles: [role], statements: [statement] }));
    }).map(({ description }) => description)).toEqual([expect.stringContaining('does not allow ec2:CreateNetworkInterface on network-interface, but')]);
  });

  test.each<[string, string | undefined, string, string[]]>([
    ['another role', undefined, 'other', ['network-permissions']],
    ['another role than the one with this name', 'flink', 'other', ['network-permissions']],
    ['what may be the generated name of the role', undefined, 'Stack-Role1ABC9B8E-0123456789AB', []],
    ['what may be the name of the role', Fn.importValue('name'), 'other', []],
    ['what is imported', undefined, Fn.importValue('name'), []],
  ])('one that is attached to %s', (_, roleName, attached, found) => {
    expect(judged((stack, role) => {
      (role.node.defaultChild as CfnRole).roleName = roleName;
      new CfnPolicy(stack, 'Policy', {
        policyName: 'x', roles: [attached], policyDocument: { Statement: [allowed().toJSON()] },
      });
    }).map(({ ruleName }) => ruleName)).toEqual(found);
  });

  test('a denial allows nothing', () => {
    expect(judged((stack, role) => {
      new ManagedPolicy(stack, 'Policy', {
        roles: [role], statements: [new PolicyStatement({ effect: Effect.DENY, actions: ['*'], resources: ['*'] })],
      });
      role.assumeRolePolicy!.addStatements(
        new PolicyStatement({ effect: Effect.DENY, actions: ['sts:AssumeRole'], principals: [new AnyPrincipal()] }),
      );
    }).map(({ ruleName }) => ruleName)).toEqual(['network-permissions']);
  });
});
