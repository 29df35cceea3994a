import { DAY } from '@ioc/shared/time'
import type { Reading } from './read-series.js'

/** Moves a recorded series so that its last reading is at `end`; the rhythm between its readings stays. */
export function shiftToEnd(readings: readonly Reading[], end: number): Reading[] {
  const shift = end - (readings.at(-1)?.at ?? end)
  return readings.map(({ at, values }) => ({ at: at + shift, values }))
}

/** Cuts a series into messages of about so many observations each. */
export function batches(readings: readonly Reading[], observations: number): Reading[][] {
  const cut: Reading[][] = []
  let batch: Reading[] = []
  let held = 0
  for (const reading of readings) {
    const more = Object.keys(reading.values).length
    if (batch.length > 0 && held + more > observations) {
      cut.push(batch)
      batch = []
      held = 0
    }
    batch.push(reading)
    held += more
  }
  return batch.length > 0 ? [...cut, batch] : cut
}

/**
 * What comes after the end, for ever: the series again from the time of day that follows its last reading, in its own
 * rhythm, `speed` times faster. A series shorter than a day starts over from its first reading.
 */
export function* goOn(readings: readonly Reading[], end: number, speed: number): Generator<Reading, never> {
  const step = usualStep(readings)
  const first = followingTimeOfDay(readings, step)
  let at = end
  for (;;) {
    let before: number | null = null
    for (const reading of readings.slice(first)) {
      at += Math.max(1, (before === null ? step : reading.at - before) / speed)
      before = reading.at
      yield { at: Math.round(at), values: reading.values }
    }
  }
}

/** The median gap between two readings. */
export function usualStep(readings: readonly Reading[]): number {
  const gaps = readings
    .slice(1)
    .map(({ at }, i) => at - (readings[i]?.at ?? at))
    .filter((gap) => gap > 0)
    .sort((a, b) => a - b)
  return gaps[Math.floor(gaps.length / 2)] ?? 60_000
}

function followingTimeOfDay(readings: readonly Reading[], step: number): number {
  const next = (readings.at(-1)?.at ?? 0) + step
  const found = readings.findIndex(({ at }) => (((at - next) % DAY) + DAY) % DAY < step)
  return Math.max(0, found)
}
