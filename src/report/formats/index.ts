import { htmlOf } from './html';
import { markdownOf } from './markdown';
import type { Report } from '../report';

/** The formats of a report, by the ending of the file. */
export const FORMATS: Readonly<Record<string, (report: Report) => string>> = {
  '.html': htmlOf,
  '.md': markdownOf,
  '.json': report => `${JSON.stringify(report, undefined, 2)}\n`,
};
