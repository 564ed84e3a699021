import type { IPolicyValidationContext } from 'aws-cdk-lib';
import { FORMATS } from './formats';
import { reportOf, ReportOptions } from './report';
import { readAssembly } from '../rules/template/assembly';
import { acknowledgementsOf } from '../rules/validation';

/** The report on the templates of a synthesis, in the format of a file's ending. */
export function write(context: IPolicyValidationContext, ending: string, options: ReportOptions): string {
  const assembly = readAssembly(context.templatePaths);
  return FORMATS[ending](reportOf(assembly, acknowledgementsOf(assembly, context), options));
}
