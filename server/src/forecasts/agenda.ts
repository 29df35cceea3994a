import type { EpochMs } from '@ioc/shared/time'

/** What is to be done when, the earliest first. */
export interface Agenda<Item> {
  add(item: Item, at: EpochMs): void
  /** Takes what has been due the longest; undefined where nothing is. */
  take(now: EpochMs): Item | undefined
}

/** A binary heap: with a hundred thousand entries it costs nothing while none of them is due. */
export function createAgenda<Item>(): Agenda<Item> {
  const heap: { item: Item; at: EpochMs }[] = []

  function swap(a: number, b: number): void {
    const entry = heap[a]!
    heap[a] = heap[b]!
    heap[b] = entry
  }

  function earlier(a: number, b: number): number {
    return b < heap.length && heap[b]!.at < heap[a]!.at ? b : a
  }

  return {
    add(item, at) {
      heap.push({ item, at })
      for (let here = heap.length - 1; here > 0;) {
        const above = (here - 1) >> 1
        if (earlier(above, here) === above) break
        swap(above, here)
        here = above
      }
    },
    take(now) {
      const first = heap[0]
      if (!first || first.at > now) return undefined
      const last = heap.pop()!
      if (heap.length > 0) heap[0] = last
      for (let here = 0; ;) {
        const below = earlier(earlier(here, 2 * here + 1), 2 * here + 2)
        if (below === here) return first.item
        swap(here, below)
        here = below
      }
    },
  }
}
