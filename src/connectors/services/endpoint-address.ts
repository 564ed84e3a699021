import { Tokenization } from 'aws-cdk-lib';
import { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import { tryGet } from '../../core/try-get';

/** Clusters, instances and proxies of all database services name their endpoint in one of these ways. */
interface DatabaseEndpoints {
  readonly clusterEndpoint?: { readonly hostname: string };
  readonly instanceEndpoint?: { readonly hostname: string };
  readonly endpoint?: unknown;
}

/** The host name of a database, if it knows it: a cluster or instance that was imported without its endpoint throws. */
export function hostnameOf(connectable: IConnectable): string | undefined {
  return tryGet(() => {
    const { clusterEndpoint, instanceEndpoint, endpoint }: IConnectable & DatabaseEndpoints = connectable;
    const { hostname } = clusterEndpoint ?? instanceEndpoint ?? {} as { hostname?: string };
    return hostname ?? (typeof endpoint === 'string' ? endpoint : undefined);
  });
}

/** The number of a port, which may be known at deployment only; undefined for a range. */
export function portNumber(port: Port): string | undefined {
  const { fromPort, toPort }: { fromPort: number; toPort: number } = port.toRuleJson();
  return fromPort === toPort ? Tokenization.stringifyNumber(fromPort) : undefined;
}
