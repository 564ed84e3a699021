import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleDashboard, Widget, widgetsOf } from './dashboard-body';
import { picture } from './picture';
import { logicalId } from '../helpers';

const FILE = join(__dirname, '..', '..', 'docs', 'images', 'dashboard.svg');

// `UPDATE_DASHBOARD=1 npx jest test/monitoring/picture` draws it anew
test('docs/images/dashboard.svg shows the dashboard as it is', () => {
  const { stack, application } = exampleDashboard();
  const widgets = JSON.stringify(widgetsOf(stack)).replaceAll(logicalId(application), 'orders');
  const drawing = picture(JSON.parse(widgets) as Widget[]);
  if (process.env.UPDATE_DASHBOARD !== undefined) writeFileSync(FILE, drawing);
  expect(readFileSync(FILE, 'utf8')).toBe(drawing);
});
