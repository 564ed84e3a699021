import { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { checkTopics, KafkaConnectorOptions, kafkaProperties } from './kafka-options';
import { readSecret } from './secrets-manager';
import { Limits } from '../../core/limits';
import { reject } from '../../core/problem';
import { FlinkConnectorPeer, IFlinkConnector } from '../connector';
import { KAFKA_LAG } from '../lag';
import { BOTH, nameOfPeerConnector, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.kafkaBrokers()`. */
export interface KafkaBrokersConnectorOptions extends KafkaConnectorOptions {
  /**
   * The brokers: anything with connections. For addresses write `new Connections({ peer: Peer.ipv4('10.1.0.0/16') })`.
   */
  readonly connectable: IConnectable;

  /**
   * The ports that the brokers listen on, including those of their advertised listeners.
   *
   * @default - the default port of the connectable; it is an error if it has none
   */
  readonly ports?: number[];

  /**
   * The secret with the credentials, which the job reads when it starts.
   *
   * @default - the job reads no secret
   */
  readonly secret?: ISecret;
}

export function kafkaBrokers(options: KafkaBrokersConnectorOptions): IFlinkConnector {
  const { connectable, secret } = options;
  const name = nameOfPeerConnector('kafkaBrokers', connectable);
  return new ServiceConnector(name, BOTH, binding => {
    checkTopics(binding.application, options);
    return {
      ...secret && readSecret(secret),
      peers: peersOf(binding.application, options),
      propertyGroups: kafkaProperties(binding, options, secret, secret ? { 'aws.region': regionOf(secret) } : {}),
      lag: binding.isSource ? KAFKA_LAG : undefined,
    };
  });
}

function peersOf(application: IConstruct, { connectable, ports }: KafkaBrokersConnectorOptions): FlinkConnectorPeer[] {
  if (ports === undefined) return [{ connectable }];
  if (ports.length === 0) {
    reject(application, {
      property: 'ports',
      got: [],
      allowed: 'a list of at least one port',
      write: 'the ports of the listeners, or leave it out for the default port of the connectable',
    });
  }
  const limits = new Limits(application);
  ports.forEach(port => limits.wholeNumber('ports', port, { min: 1, max: 65535 }));
  return ports.map(port => ({ connectable, port: Port.tcp(port) }));
}
