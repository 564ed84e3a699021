import { IConstruct, IDependable } from 'constructs';
import { JobNetwork } from './job-network';
import { isInternet, NetworkNeeds, NetworkPeer } from './network-needs';
import { rejectBecause } from '../core/problem';

/**
 * An application that is connected to no VPC: the service reaches AWS services and the internet by itself, and nothing
 * that has its address in a VPC, or that is reached from within one only.
 */
export class NoNetwork implements JobNetwork {
  public readonly subnets = [];
  public readonly ownGroups = [];
  public readonly securityGroups = [];
  public readonly acknowledgements = [];

  constructor(private readonly scope: IConstruct, needs: NetworkNeeds) {
    this.prepare(needs);
  }

  public prepare({ peers = [], vpcOnly: [vpcOnly] = [] }: NetworkNeeds): () => IDependable[] {
    const peer = peers.find(candidate => !isInternet(candidate));
    if (peer !== undefined) this.rejectPeer(peer);
    if (vpcOnly !== undefined) {
      rejectBecause(this.scope, `${vpcOnly} is reached from within a VPC only, but vpcConfiguration is missing, so the `
        + 'application is connected to none: write `vpcConfiguration: { vpc }`');
    }
    return () => [];
  }

  public urlOf(): undefined {
    return undefined;
  }

  public statements(): [] {
    return [];
  }

  public dependables(): [] {
    return [];
  }

  public retain(): void {}

  public warn(): void {}

  private rejectPeer({ name = 'a source or sink', connectable }: NetworkPeer): never {
    const alternative = connectable.connections.securityGroups.length > 0
      ? ''
      : ', or, for something on the internet, `new Connections({ peer: Peer.anyIpv4() })`';
    rejectBecause(this.scope, `${name} is reached through its address in a VPC, but vpcConfiguration is missing, so `
      + 'the application is connected to none: write `vpcConfiguration: { vpc }` with the VPC that leads there'
      + alternative);
  }
}
