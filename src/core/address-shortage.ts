/** How autoscaling changes the parallelism in one step. */
const SCALING_FACTOR = 2;
/** Addresses that EC2 keeps for itself in each subnet. */
const RESERVED_ADDRESSES = 5;
/** Additional addresses that updates and scaling need. */
const HEADROOM = 0.2;

export interface Scale {
  readonly parallelism: number;
  readonly parallelismPerKpu: number;
  readonly autoScalingEnabled: boolean;
}

/** A subnet whose size is judged. */
export interface SizedSubnet {
  /** How it is named in the message. */
  readonly name: string;
  /** Its range of addresses, or undefined if it is not known. */
  readonly cidr: string | undefined;
}

/**
 * What is wrong with the size of the subnets for the scale that an application has, and for one step of autoscaling,
 * with the arithmetic.
 *
 * The sources disagree on how many network interfaces an application has; this sizes for the larger reading: one for
 * each KPU in each subnet.
 *
 * @returns undefined where the addresses suffice or cannot be known
 */
export function shortageOf(subnets: SizedSubnet[], scale: Scale): string | undefined {
  const kpus = Math.ceil(scale.parallelism / scale.parallelismPerKpu);
  const largest = scale.autoScalingEnabled ? kpus * SCALING_FACTOR : kpus;
  const needed = Math.ceil(largest * (1 + HEADROOM));
  const small = subnets.flatMap(({ name, cidr }) => {
    const usable = cidr === undefined ? undefined : usableAddresses(cidr);
    return usable !== undefined && usable < needed ? [`${name} (${cidr}) has ${usable}`] : [];
  });
  if (small.length === 0) return undefined;
  const grows = largest > kpus;
  const reason = grows ? `${kpus} KPUs, which one step of autoscaling doubles to ${largest}` : `${kpus} KPUs`;
  const remedy = grows ? 'limit the scale with `autoScalingEnabled: false`' : 'a higher `parallelismPerKpu`';
  return `too few addresses for the largest scale: ${reason}, one network interface for each KPU in each subnet and 20 `
    + `% headroom make ${needed} addresses, but ${small.join(', ')} usable (2^(32 - prefix length) - `
    + `${RESERVED_ADDRESSES}). The application would hang when it scales or starts: use larger subnets, or ${remedy}`;
}

/** The addresses of a range that EC2 does not keep for itself. */
export function usableAddresses(cidr: string): number | undefined {
  const prefixLength = Number(cidr.split('/')[1]);
  return Number.isInteger(prefixLength) ? Math.max(2 ** (32 - prefixLength) - RESERVED_ADDRESSES, 0) : undefined;
}
