import { lanes } from './lanes';
import { matrix } from './matrix';
import type { Report } from '../report';

/** Up to so many applications each one is drawn as a lane. */
const MAX_LANES = 6;

/** The picture of a network as SVG. */
export function pictureOf(report: Report): string {
  return report.applications.length <= MAX_LANES ? lanes(report) : matrix(report);
}
