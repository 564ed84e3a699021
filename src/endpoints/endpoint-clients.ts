import { IPeer } from 'aws-cdk-lib/aws-ec2';

/**
 * The clients that can connect to the interface endpoints that are created, in addition to the Flink applications of
 * the VPC.
 *
 * Private DNS sends the calls of every workload in the VPC to these endpoints. A workload that the endpoints do not
 * admit cannot reach the service any more, even through a NAT gateway.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html
 * @example
 * new FlinkNetwork(this, 'Network', { vpc, clients: EndpointClients.wholeVpc() });
 */
export class EndpointClients {
  /**
   * Every workload in the VPC: all of its CIDR ranges that are known are admitted.
   *
   * If several applications of a VPC state different clients, all of them are admitted, so this choice includes every
   * other one.
   *
   * @example
   * const clients = EndpointClients.wholeVpc();
   */
  public static wholeVpc(): EndpointClients {
    return new EndpointClients(true, []);
  }

  /**
   * Only Flink applications. Other workloads in the VPC cannot reach these services: the warning
   * `cdk-managed-flink:endpoint-clients` names those that the app defines.
   *
   * @example
   * const clients = EndpointClients.applicationsOnly();
   */
  public static applicationsOnly(): EndpointClients {
    return new EndpointClients(false, []);
  }

  /**
   * Flink applications and these peers, for example `Peer.ipv4('10.1.0.0/16')` or a security group of any stack of the
   * app.
   *
   * @param peers the peers that are admitted on the ports of the services
   * @example
   * const clients = EndpointClients.of(ec2.Peer.ipv4('10.1.0.0/16'));
   */
  public static of(...peers: IPeer[]): EndpointClients {
    return new EndpointClients(false, peers);
  }

  private constructor(private readonly isWholeVpc: boolean, private readonly peers: IPeer[]) {}

  /**
   * Admits these clients.
   *
   * @internal
   */
  public _admit(door: ClientDoor): void {
    if (this.isWholeVpc) door.admitWholeVpc();
    this.peers.forEach(peer => door.admitPeer(peer));
  }
}

/** What admits clients. */
export interface ClientDoor {
  admitWholeVpc(): void;
  admitPeer(peer: IPeer): void;
}
