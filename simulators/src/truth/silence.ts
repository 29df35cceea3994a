import type { Span } from './spans.js'

/** Keeps how long a station was not heard, and how long it was not understood. */
export interface Silence {
  /** Something arrived; `isUnderstood`: with a value that anyone may act on. */
  hear(now: number, isUnderstood: boolean): void
  /** Possible while nothing understandable arrives, certain while nothing arrives at all; one that lasts ends here. */
  end(until: number): { possible: Span[]; certain: Span[] }
}

/** After so many beats without a report something is amiss. */
const MISSED_BEATS = 1.5

/** Silence begins with the first word of a station: one that was never heard has not gone silent. */
export function createSilence(intervalMs: number): Silence {
  const possible: Span[] = []
  const certain: Span[] = []
  let heardAt: number | null = null
  let understoodAt: number | null = null

  function gap(from: number | null, to: number): Span[] {
    return from !== null && to - from > MISSED_BEATS * intervalMs ? [[from, to]] : []
  }

  return {
    hear(now, isUnderstood) {
      certain.push(...gap(heardAt, now))
      heardAt = now
      if (!isUnderstood && understoodAt !== null) return
      possible.push(...gap(understoodAt, now))
      understoodAt = now
    },
    end: (until) => ({
      possible: [...possible, ...gap(understoodAt, until)],
      certain: [...certain, ...gap(heardAt, until)],
    }),
  }
}
