import { SourceLocation } from './source-locations';
import { Rule } from '../rules/rule';

/** What a rule found, and where. */
export interface LocatedFinding {
  readonly rule: Rule;
  readonly resource: string;
  readonly logicalId: string;
  readonly location: string;
  readonly message: string;
  readonly source: SourceLocation;
}
