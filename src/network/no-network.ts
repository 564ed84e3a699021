import { IConstruct, IDependable } from 'constructs';
import { JobNetwork } from './job-network';
import { NetworkNeeds } from './network-needs';
import { rejectBecause } from '../core/problem';

/**
 * An application that is connected to no VPC: the service reaches AWS services and the internet by itself, and nothing
 * that has its address in a VPC.
 */
export class NoNetwork implements JobNetwork {
  public readonly subnets = [];
  public readonly ownGroups = [];
  public readonly securityGroups = [];
  public readonly acknowledgements = [];

  constructor(private readonly scope: IConstruct, needs: NetworkNeeds) {
    this.prepare(needs);
  }

  public prepare({ peers = [] }: NetworkNeeds): () => IDependable[] {
    const [first] = peers;
    if (first !== undefined) {
      rejectBecause(this.scope, `${first.name ?? 'a source or sink'} is reached through its address in a VPC, but `
        + 'vpcConfiguration is missing, so the application is connected to none: write `vpcConfiguration: { vpc }` '
        + 'with the VPC that leads there');
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
}
