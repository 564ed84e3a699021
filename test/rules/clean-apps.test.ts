import { GOOD_APPS } from './clean-apps';
import { violationsIn } from '../helpers/rules';

test.each(Object.entries(GOOD_APPS))('%s: a good template stays clean', (_, app) => {
  expect(violationsIn(app())).toEqual([]);
});
