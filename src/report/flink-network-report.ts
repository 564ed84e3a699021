import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, resolve } from 'node:path';
import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, Token } from 'aws-cdk-lib';

/** The formats, by the ending of the file. */
const ENDINGS = ['.html', '.md', '.json'];

/** List prices in USD that take the place of those that the report knows. */
export interface FlinkNetworkPrices {
  /**
   * One Kinesis Processing Unit (KPU) for an hour, in USD.
   *
   * @default - the list price of the region, if it is known
   */
  readonly kpuHour?: number;

  /**
   * One GB of running application storage for a month, in USD.
   *
   * @default - the list price of the region, if it is known
   */
  readonly runningStorageGbMonth?: number;

  /**
   * One interface endpoint in one Availability Zone for an hour, in USD.
   *
   * @default - the list price of the region, if it is known
   */
  readonly interfaceEndpointZoneHour?: number;

  /**
   * One GB of data that an interface endpoint processes, in USD.
   *
   * @default - the list price of the region, if it is known
   */
  readonly interfaceEndpointGb?: number;

  /**
   * One NAT gateway for an hour, in USD.
   *
   * @default - the list price of the region, if it is known
   */
  readonly natGatewayHour?: number;

  /**
   * One GB of data that a NAT gateway processes, in USD.
   *
   * @default - the list price of the region, if it is known
   */
  readonly natGatewayGb?: number;

  /**
   * One public IPv4 address for an hour, in USD.
   *
   * @default - the list price of the region, if it is known
   */
  readonly publicIpv4Hour?: number;
}

/** Properties of `FlinkNetworkReport`. */
export interface FlinkNetworkReportProps {
  /**
   * The file that the report is written to, relative to the working directory: it ends in `.html`, `.md` or `.json`.
   *
   * A file that is there is overwritten.
   */
  readonly file: string;

  /**
   * The region that stacks without a region are priced for, for example `eu-west-1`.
   *
   * @default - the costs of these stacks are not known
   */
  readonly region?: string;

  /**
   * Prices that take the place of list prices, for example those of a contract.
   *
   * @default - list prices; a price that is not known for a region is said to be not known
   */
  readonly prices?: FlinkNetworkPrices;
}

/**
 * Writes a report of what the Flink network of a CDK app looks like and costs.
 *
 * The report covers every Flink application of the app, whoever made it: a picture, what each application reaches and
 * what has to change where it does not, the endpoints and why they exist, security group rules, addresses, permissions,
 * the findings of `FlinkVpcRules`, and the costs a month. It is made from the synthesized templates and needs no
 * credentials. The report never fails the synthesis.
 *
 * @example
 * const app = new App();
 * Validations.of(app).addPlugins(new FlinkNetworkReport({ file: 'flink-network.html' }));
 */
export class FlinkNetworkReport implements IPolicyValidationPlugin {
  /** The name of the plugin, which reports of the CDK show. */
  public readonly name = 'FlinkNetworkReport';

  /**
   * @throws if the file does not end in `.html`, `.md` or `.json`, or if a price is negative
   */
  constructor(private readonly props: FlinkNetworkReportProps) {
    // also called without types
    const file: unknown = (props as FlinkNetworkReportProps | undefined)?.file;
    if (typeof file !== 'string' || Token.isUnresolved(file) || !ENDINGS.includes(extname(file))) {
      throw new Error(`file is ${JSON.stringify(file)}, but must be a file name that ends in `
        + `${ENDINGS.join(', ')}: write for example \`flink-network.html\``);
    }
    const negative = Object.entries(props.prices ?? {}).find(([, price]) => price < 0);
    if (negative !== undefined) {
      throw new Error(`prices.${negative[0]} is ${negative[1]}, but must be a price in USD of 0 or more: write for `
        + 'example `0.11`');
    }
  }

  /** Called by the CDK when all templates are written. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { file, region, prices } = this.props;
    writeFileSync(resolve(file), writer().write(context, extname(file), { region, prices }));
    return { success: true, violations: [] };
  }
}

/** The report loads when it is written: an app without one does not pay for it. */
function writer(): typeof import('./writer') {
  return createRequire(__filename)('./writer') as typeof import('./writer');
}
