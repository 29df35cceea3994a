import { formatTime, HOUR } from '@ioc/shared/time'
import type { Fault, FaultKind } from './faults.js'
import { keyOf, uniform } from './world/chance.js'

/** What a station has measured at one moment of its own clock. */
interface Report {
  at: number
  values: Record<string, number>
  seq: number
}

/** The report as the contract wants it. */
export function reportPayload({ at, values, seq }: Report): string {
  return JSON.stringify({ at: formatTime(at), values, quality: 'good', seq })
}

const SPIKE = keyOf('spike')
const DRIFT = keyOf('drift')
const CLOCK = keyOf('clock')
/** Local time sent as UTC, UTC taken for local time, a clock that lost its battery. */
const WRONG_CLOCKS: readonly ((at: number) => number)[] = [
  (at) => at + 7 * HOUR,
  (at) => at - 7 * HOUR,
  (at) => (at % (24 * HOUR)) + Date.UTC(2000, 0, 1),
]
const DRIFT_PER_HOUR = 0.1

/**
 * The messages that leave the station: one when it is well, none when it is silent, two when it stutters.
 *
 * `measure` answers what the station measured at another moment, for values that got stuck then.
 */
export function messagesOf(
  report: Report,
  faults: readonly Fault[],
  { seed, key, measure }: { seed: number; key: number; measure: (at: number) => Record<string, number> },
): string[] {
  const fault = (kind: FaultKind) => faults.find((one) => one.kind === kind)
  if (fault('silent')) return []
  let { at, values } = report

  const stuck = fault('stuck')
  if (stuck) values = measure(stuck.from)

  const drift = fault('drift')
  if (drift) {
    const side = uniform(seed, DRIFT ^ key, drift.from) < 0.5 ? -1 : 1
    values = scaled(values, 1 + (side * DRIFT_PER_HOUR * (at - drift.from)) / HOUR)
  }
  if (fault('spike')) values = spiked(values, uniform(seed, SPIKE ^ key, at))

  const clock = fault('wrong-clock')
  if (clock) at = WRONG_CLOCKS[Math.floor(uniform(seed, CLOCK ^ key, clock.from) * WRONG_CLOCKS.length)]?.(at) ?? at

  const payload = reportPayload({ ...report, at, values })
  if (fault('malformed')) return [payload.slice(0, Math.floor(payload.length * 0.6))]
  return fault('duplicate') ? [payload, payload] : [payload]
}

function scaled(values: Record<string, number>, factor: number): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Number((value * factor).toFixed(3))]))
}

/** One of the values leaps to many times itself; one of nothing leaps too. */
function spiked(values: Record<string, number>, draw: number): Record<string, number> {
  const keys = Object.keys(values)
  const key = keys[Math.floor(draw * keys.length)]
  if (key === undefined) return values
  return { ...values, [key]: Number(((values[key] ?? 0) * 8 + 20).toFixed(3)) }
}
