import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleDashboard, widgetsOf } from './dashboard-body';
import { picture } from './picture';

const FILE = join(__dirname, '..', '..', 'docs', 'images', 'dashboard.svg');

// `UPDATE_DASHBOARD=1 npx jest test/monitoring/picture` draws it anew
test('docs/images/dashboard.svg shows the dashboard as it is', () => {
  const drawing = picture(widgetsOf(exampleDashboard().stack));
  if (process.env.UPDATE_DASHBOARD !== undefined) writeFileSync(FILE, drawing);
  expect(readFileSync(FILE, 'utf8')).toBe(drawing);
});
