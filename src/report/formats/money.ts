import { CostReport, CostRow } from '../costs';
import { HOURS_A_MONTH, PRICES_AS_OF } from '../prices';

/** What is not part of the totals, said beside them. */
export const COST_NOTE = `List prices of ${PRICES_AS_OF}, ${HOURS_A_MONTH} hours, no free tier, no discounts, traffic `
  + 'not included.';

/** An amount for a month: `487.20 USD`, or that it is not known. */
export function usd(amount: number | undefined): string {
  return amount === undefined ? 'not known' : `${amount.toFixed(2)} USD`;
}

/** A total, which is a lower bound where a price is missing. */
export function totals({ total, largestTotal, isLowerBound }: CostReport): { configured: string; largest: string } {
  const say = (amount: number) => `${isLowerBound ? 'at least ' : ''}${usd(amount)}`;
  return { configured: say(total), largest: say(largestTotal) };
}

/** Both totals, or why there are none. */
export function costsInWords(costs: CostReport): string {
  if (costs.isLowerBound && costs.total === 0) {
    return 'not known, since the stacks have no region or one without known prices';
  }
  const { configured, largest } = totals(costs);
  const missing = costs.fixed.filter(({ amount }) => amount === undefined).length;
  const rest = missing === 0 ? '' : `; the costs of ${missing} of ${costs.fixed.length} items are not known`;
  return `${configured} at the configured parallelism, ${largest} at the largest scale${rest}`;
}

/** The cells of a row: item, quantity, unit, price of a unit, amounts. */
export function costCells({ item, quantity, unit, unitPrice, amount, largestAmount }: CostRow): string[] {
  return [
    item,
    quantity === undefined ? 'not known' : String(quantity),
    unit,
    unitPrice === undefined ? 'not known' : String(unitPrice),
    usd(amount),
    usd(largestAmount),
  ];
}
