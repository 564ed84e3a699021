import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

interface Asset {
  readonly source: { readonly path: string; readonly packaging: string };
}

/** A statement of a policy with resolved values. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, Record<string, string | string[]>>;
}

export type PropertyGroups = Record<string, Record<string, string>>;

/** What CloudFormation would know: values of parameters and of resources by type, as `Ref` and as attributes. */
export interface Values {
  readonly parameters: Record<string, string>;
  readonly refs: Record<string, string>;
  readonly attributes: Record<string, string>;
}

const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '123456789012',
};

/** A synthesised stack of one application, with values for what only a deployment knows. */
export class SynthesizedStack {
  private readonly resources: Record<string, Resource>;
  private readonly assets: Asset[];

  constructor(
    private readonly assembly: string,
    name: string,
    private readonly values: Values,
  ) {
    const read = (file: string) => JSON.parse(readFileSync(join(assembly, `${name}.${file}.json`), 'utf8')) as unknown;
    this.resources = (read('template') as { Resources: Record<string, Resource> }).Resources;
    this.assets = Object.values((read('assets') as { files: Record<string, Asset> }).files);
  }

  /** The file or folder that is uploaded as the code. */
  public get code(): string {
    const codes = this.assets.filter(({ source }) => !source.path.endsWith('.template.json'));
    if (codes.length !== 1) throw new Error(`expected one asset beside the template, but there are ${codes.length}`);
    return join(this.assembly, codes[0].source.path);
  }

  public get propertyGroups(): PropertyGroups {
    const { EnvironmentProperties: environment } = this.configuration as {
      EnvironmentProperties: { PropertyGroups: unknown };
    };
    const groups = this.evaluate(environment.PropertyGroups) as {
      PropertyGroupId: string;
      PropertyMap: Record<string, string>;
    }[];
    return Object.fromEntries(groups.map(group => [group.PropertyGroupId, group.PropertyMap]));
  }

  public get parallelism(): number {
    const configuration = this.configuration as {
      FlinkApplicationConfiguration: { ParallelismConfiguration?: { Parallelism?: number } };
    };
    return configuration.FlinkApplicationConfiguration.ParallelismConfiguration?.Parallelism ?? 1;
  }

  /** The statements of the policies of roles. */
  public get statements(): Statement[] {
    return Object.values(this.resources)
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .flatMap(({ Properties }) => {
        const document = Properties.PolicyDocument as { Statement: unknown[] };
        return document.Statement.map(statement => this.evaluate(statement) as Statement);
      });
  }

  private get configuration(): unknown {
    const applications = Object.values(this.resources).filter(
      ({ Type }) => Type === 'AWS::KinesisAnalyticsV2::Application',
    );
    if (applications.length !== 1) throw new Error(`expected one application, but there are ${applications.length}`);
    return applications[0].Properties.ApplicationConfiguration;
  }

  private evaluate(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(item => this.evaluate(item));
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && (name === 'Ref' || name?.startsWith('Fn::'))) return this.call(name, argument);
    return Object.fromEntries(entries.map(([key, value]) => [key, this.evaluate(value)]));
  }

  private call(name: string, argument: unknown): unknown {
    if (name === 'Ref') return this.ref(argument as string);
    if (name === 'Fn::GetAtt') return this.attribute(argument as string[]);
    if (name === 'Fn::Sub') return (argument as string).replace(/\$\{([^}]+)\}/g, (_, id: string) => this.ref(id));
    const [first, second] = this.evaluate(argument) as [string, unknown];
    if (name === 'Fn::Join') return (second as string[]).join(first);
    if (name === 'Fn::Split') return (second as string).split(first);
    if (name === 'Fn::Select') return (second as string[])[Number(first)];
    throw new Error(`${name} is not evaluated here`);
  }

  private ref(id: string): string {
    return PSEUDO[id] ?? this.values.parameters[id] ?? this.values.refs[this.resources[id]?.Type] ?? `<${id}>`;
  }

  private attribute([id, name]: string[]): string {
    return this.values.attributes[`${this.resources[id]?.Type}.${name}`] ?? `<${id}.${name}>`;
  }
}
