import type { EpochMs } from '@ioc/shared/time'

/** What a datastream measured within a minute or so, as far as its watch looks at it; NaN throughout: nothing. */
export interface Stretch {
  from: EpochMs
  lowAt: EpochMs
  low: number
  highAt: EpochMs
  high: number
  /** The newest. */
  at: EpochMs
  value: number
}

export function createStretch(): Stretch {
  return { from: NaN, lowAt: NaN, low: NaN, highAt: NaN, high: NaN, at: NaN, value: NaN }
}

/** Adds a value; in whatever order they come, and without allocating: this is done for all that arrives. */
export function addTo(stretch: Stretch, at: EpochMs, value: number): void {
  if (Number.isNaN(stretch.from)) stretch.from = at
  if (!(value >= stretch.low)) {
    stretch.low = value
    stretch.lowAt = at
  }
  if (!(value <= stretch.high)) {
    stretch.high = value
    stretch.highAt = at
  }
  if (at < stretch.at) return
  stretch.at = at
  stretch.value = value
}

export function empty(stretch: Stretch): void {
  stretch.from = stretch.lowAt = stretch.low = stretch.highAt = stretch.high = stretch.at = stretch.value = NaN
}
