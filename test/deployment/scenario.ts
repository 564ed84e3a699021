import { App } from 'aws-cdk-lib';

/** One state of an app. It is deployed over the one before while the jobs run, and what is there then is looked at. */
export interface Stage {
  readonly name: string;
  /** Makes the stacks. */
  readonly app?: (app: App) => void;
  /** Writes the assembly, where this is not done in `app`. */
  readonly assembly?: (outdir: string) => void;
  /** The CDK app that this is a stage of, where a scenario has several. */
  readonly project?: string;
  /** How many applications its stacks have. */
  readonly applications: number;
  /** The last parts of the names of services that the VPCs, of applications or of the stacks, have endpoints for. */
  readonly endpoints: string[];
  /** Services that the job needs and cannot reach for the time being: no other may be missing. */
  readonly lacks?: string[];
  /** Security groups that every application must reach, by the beginnings of their logical ids, and the ports. */
  readonly peers?: Record<string, number>;
  /** Types of resources that this stage is meant to replace. */
  readonly replaces?: string[];
  /** A text in the output of a deployment that must fail. Nothing else is looked at then. */
  readonly refused?: RegExp;
  /** Stacks that are deployed before the others, without those that they depend on. */
  readonly first?: string[];
  /** Whether the application is not of this library: its network and permissions are its own affair. */
  readonly isForeign?: boolean;
  /** Whether the deployment itself has to end with all jobs running. Otherwise the test starts them. */
  readonly runs?: boolean;
  /** Whether the command that the refusal before named is run first, to read a parameter anew. */
  readonly resetsContext?: boolean;
}

/** Stages of one app or of several. All of it is destroyed in the end, the last project first. */
export interface Scenario {
  readonly name: string;
  /** Whether the app looks something up in the account: then the CLI runs it, as it runs an app of a user. */
  readonly looksUp?: boolean;
  /** Beginnings of the logical ids of security groups that stay when a stack is destroyed. They are removed by hand. */
  readonly retains?: string[];
  readonly stages: Stage[];
}
