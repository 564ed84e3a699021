import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnApplication } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { ApplicationCode, FlinkApplication, FlinkApplicationProps, FlinkConnector, FlinkRuntime } from '../../src';
import { run } from '../../src/cli/main';

const ROOT = join(__dirname, '..', '..');
const PAGES = ['README.md', 'docs/getting-started.md', 'docs/troubleshooting.md'];

const folder = mkdtempSync(join(tmpdir(), 'job-'));
const JOB = ApplicationCode.fromPythonAsset(join(ROOT, 'examples', 'counter'), { entryPoint: 'main.py' });

function ordersStack(): Stack {
  return new Stack(new App(), 'Orders');
}

function job(stack: Stack, props: Partial<FlinkApplicationProps>): FlinkApplication {
  return new FlinkApplication(stack, 'Job', { runtime: FlinkRuntime.FLINK_1_20, code: JOB, ...props });
}

function thrownBy(mistake: (stack: Stack) => void): string {
  try {
    mistake(ordersStack());
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the mistake is accepted');
}

/** The mistakes that the pages show, and what is printed. */
const MESSAGES: Record<string, () => string> = {
  'a folder as a jar': () =>
    thrownBy(stack => job(stack, { code: ApplicationCode.fromAsset(folder) })).replace(folder, 'job'),
  'public subnets only': () => thrownBy(stack => {
    const subnetConfiguration = [{ name: 'public', subnetType: SubnetType.PUBLIC }];
    job(stack, { vpcConfiguration: { vpc: new Vpc(stack, 'Vpc', { subnetConfiguration }) } });
  }),
  'an imported VPC': () => thrownBy(stack => job(stack, {
    vpcConfiguration: {
      vpc: Vpc.fromVpcAttributes(stack, 'Imported', {
        vpcId: 'vpc-0123456789abcdef0',
        availabilityZones: ['eu-west-1a', 'eu-west-1b'],
        privateSubnetIds: ['subnet-1', 'subnet-2'],
      }),
    },
  })),
  'two endpoints': () => thrownBy(stack => {
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2 });
    job(stack, { vpcConfiguration: { vpc }, sources: [FlinkConnector.kinesisStream(new Stream(stack, 'Clicks'))] });
    vpc.addInterfaceEndpoint('Kinesis', { service: InterfaceVpcEndpointAwsService.KINESIS_STREAMS });
    (stack.node.root as App).synth();
  }).replace(/^[^]*\[Orders\/Vpc\/ManagedFlink\] /, ''),
  'a finding of a rule': () => {
    const stack = ordersStack();
    new CfnApplication(stack, 'Old', {
      runtimeEnvironment: 'SQL-1_0', serviceExecutionRole: 'arn:aws:iam::111111111111:role/old',
    });
    const { directory } = (stack.node.root as App).synth();
    const [, ...lines] = run(['check', directory]).out.split('\n');
    return lines.slice(0, 3).join('\n');
  },
};

/** A text in one line. */
const inOneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

function shownIn(page: string): string[] {
  return [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```text\n([^]*?)^```$/gm)].map(([, text]) => inOneLine(text));
}

const shown = PAGES.flatMap(shownIn);

test.each(Object.entries(MESSAGES))('the message for %s stands in the pages as it is printed', (_, message) => {
  expect(shown).toContain(inOneLine(message()));
});

test('every error that the pages show is one of these', () => {
  const known = Object.values(MESSAGES).map(message => inOneLine(message()));
  expect(shown.filter(text => !known.includes(text))).toEqual([]);
});
