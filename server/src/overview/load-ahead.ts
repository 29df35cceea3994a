import { highest } from '@ioc/shared/highest'
import type { LoadAhead, LoadLine, Peak } from '@ioc/shared/overview'
import { formatTime, HOUR, type EpochMs } from '@ioc/shared/time'

/**
 * The load of the substations that report now and can be forecast reliably, beside what was forecast of the same: for the
 * hour that runs, and for the hour to come with the highest sum. A sum of medians, of hours of which all of them have one;
 * null where none of them can be forecast.
 */
export function loadAhead(
  loads: readonly LoadLine[],
  steps: ReadonlyMap<string, readonly Peak[]>,
  now: EpochMs,
): LoadAhead | null {
  const known = loads.filter(({ station }) => steps.has(station))
  if (known.length === 0) return null
  const sums = new Map<string, { value: number; stations: number }>()
  for (const { station } of known) {
    for (const { at, value } of steps.get(station)!) {
      const sum = sums.get(at)
      sums.set(at, { value: (sum?.value ?? 0) + value, stations: (sum?.stations ?? 0) + 1 })
    }
  }
  const whole = [...sums].flatMap(([at, { value, stations }]) => (stations === known.length ? [{ at, value }] : []))
  const running = formatTime(Math.floor(now / HOUR) * HOUR)
  return {
    of: loads.length,
    known: known.length,
    value: known.reduce((sum, { value }) => sum + value, 0),
    expected: whole.find(({ at }) => at === running)?.value ?? null,
    peak: highest(whole.filter(({ at }) => at > running)),
  }
}
