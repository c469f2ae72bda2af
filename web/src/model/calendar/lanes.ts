/** What overlaps in time stands side by side: each in the first lane that is free, as wide as those that it meets allow. */

export interface Timed {
  /** Minutes since midnight; the end is not in it any more. */
  readonly from: number;
  readonly until: number;
}

export interface Laned<T> {
  readonly it: T;
  readonly lane: number;
  /** How many lanes stand side by side here. */
  readonly lanes: number;
  /** Whether there is more, that found none. */
  readonly isCrowded: boolean;
}

/** What found no lane. */
export interface Crowd<T> extends Timed {
  readonly hidden: readonly T[];
}

/** At most so many lanes. What finds none is counted beside them. */
export function lanesOf<T extends Timed>(items: readonly T[], most: number): { laned: Laned<T>[]; crowds: Crowd<T>[] } {
  const sorted = [...items].sort((one, other) => one.from - other.from || other.until - one.until);
  const found: { laned: Laned<T>[]; crowds: Crowd<T>[] } = { laned: [], crowds: [] };
  let cluster: T[] = [];
  let end = 0;
  for (const item of sorted) {
    if (cluster.length > 0 && item.from >= end) {
      settle(cluster, most, found);
      cluster = [];
    }
    end = cluster.length === 0 ? item.until : Math.max(end, item.until);
    cluster.push(item);
  }
  settle(cluster, most, found);
  return found;
}

function settle<T extends Timed>(
  cluster: readonly T[],
  most: number,
  { laned, crowds }: { laned: Laned<T>[]; crowds: Crowd<T>[] },
): void {
  const ends: number[] = [];
  const placed: { it: T; lane: number }[] = [];
  const hidden: T[] = [];
  for (const it of cluster) {
    const free = ends.findIndex((end) => end <= it.from);
    const lane = free === -1 ? ends.length : free;
    if (lane >= most) {
      hidden.push(it);
      continue;
    }
    ends[lane] = it.until;
    placed.push({ it, lane });
  }
  const here = { lanes: ends.length, isCrowded: hidden.length > 0 };
  laned.push(...placed.map((one) => ({ ...one, ...here })));
  const [first] = hidden;
  if (first) crowds.push({ from: first.from, until: Math.max(...hidden.map(({ until }) => until)), hidden });
}
