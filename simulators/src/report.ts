import { formatTime, HOUR } from '@ioc/shared/time'
import { faultsAt, type Fault, type FaultKind, type FaultShares } from './faults.js'
import { keyOf, uniform } from './world/chance.js'

/** A report as it leaves the station, with what only we know of it. */
export interface Report {
  /** The time it claims. */
  at: number
  values: Readonly<Record<string, number>>
  quality: 'good' | 'calibrating'
  seq: number
  /** When it was measured, by a clock that is right. */
  measuredAt: number
  /** The value that leapt; null where none did. */
  spiked: string | null
  /** Broken off in the middle. */
  torn: boolean
}

/** A station that reports on its beat. */
export interface Reporter {
  seed: number
  key: number
  station: string
  shares: FaultShares
  /** What it measures at a moment of its own clock. */
  measure(at: number): Readonly<Record<string, number>>
  /** Whether it has the power to report. */
  isAwake(at: number): boolean
}

const SPIKE = keyOf('spike')
const NOISE = keyOf('noise burst')
const DRIFT = keyOf('drift')
const CLOCK = keyOf('clock')
/** Local time sent as UTC, UTC taken for local time, a clock that lost its battery. */
const WRONG_CLOCKS: readonly ((at: number) => number)[] = [
  (at) => at + 7 * HOUR,
  (at) => at - 7 * HOUR,
  (at) => (at % (24 * HOUR)) + Date.UTC(2000, 0, 1),
]
const DRIFT_PER_HOUR = 0.1
const NOISE_SHARE = 0.4
/** What the test gas or the test signal is, in times of what is there. */
const SPAN = 3

/**
 * The messages that leave a station on its beat, each with its reports, oldest first: one when it is well, none when it
 * is silent or without power, two when it stutters, and all that it kept back at once when its line is there again.
 */
export function reportsAt(reporter: Reporter, at: number, intervalMs: number, seq: number): Report[][] {
  const faults = faultsOf(reporter, at)
  if (has(faults, 'late') || !canReport(reporter, faults, at)) return []
  const kept: Report[] = []
  for (let then = at - intervalMs, n = seq - 1; ; then -= intervalMs, n--) {
    const before = faultsOf(reporter, then)
    if (!has(before, 'late')) break
    if (canReport(reporter, before, then)) kept.unshift(reportOf(reporter, before, then, n))
  }
  const report = reportOf(reporter, faults, at, seq)
  return [...(kept.length > 0 ? [kept] : []), [report], ...(has(faults, 'duplicate') ? [[report]] : [])]
}

/** A message as the contract wants it, or as much of it as got through. */
export function payloadOf(reports: readonly Report[]): string {
  const elements = reports.map(({ at, values, quality, seq }) => ({ at: formatTime(at), values, quality, seq }))
  const payload = JSON.stringify(elements.length === 1 ? elements[0] : elements)
  return reports.some(({ torn }) => torn) ? payload.slice(0, Math.floor(payload.length * 0.6)) : payload
}

/** What a station measures, and what its faults make of that. */
function reportOf(reporter: Reporter, faults: readonly Fault[], measuredAt: number, seq: number): Report {
  const { seed, key, measure } = reporter
  const find = (kind: FaultKind) => faults.find((one) => one.kind === kind)

  const stuck = find('stuck')
  let values = measure(stuck ? stuck.from : measuredAt)
  const drift = find('drift')
  if (drift) {
    const side = uniform(seed, DRIFT ^ key, drift.from) < 0.5 ? -1 : 1
    values = scaled(values, () => 1 + (side * DRIFT_PER_HOUR * (measuredAt - drift.from)) / HOUR)
  }
  if (find('noise')) {
    values = scaled(values, (name) => 1 + NOISE_SHARE * (2 * uniform(seed, NOISE ^ key ^ keyOf(name), measuredAt) - 1))
  }
  if (find('calibrating')) values = scaled(values, () => SPAN)

  const spiked = find('spike') ? someKey(values, uniform(seed, SPIKE ^ key, measuredAt)) : null
  if (spiked !== null) values = { ...values, [spiked]: leapt(values[spiked] ?? 0) }

  const clock = find('wrong-clock')
  const wrong = clock && WRONG_CLOCKS[Math.floor(uniform(seed, CLOCK ^ key, clock.from) * WRONG_CLOCKS.length)]
  return {
    at: wrong?.(measuredAt) ?? measuredAt,
    values,
    quality: find('calibrating') ? 'calibrating' : 'good',
    seq,
    measuredAt,
    spiked,
    torn: find('malformed') !== undefined,
  }
}

function faultsOf({ seed, shares, station }: Reporter, at: number): Fault[] {
  return faultsAt(seed, shares, station, at)
}

function has(faults: readonly Fault[], kind: FaultKind): boolean {
  return faults.some((fault) => fault.kind === kind)
}

function canReport(reporter: Reporter, faults: readonly Fault[], at: number): boolean {
  return !has(faults, 'silent') && reporter.isAwake(at)
}

function scaled(values: Report['values'], factorOf: (name: string) => number): Report['values'] {
  const entries = Object.entries(values).map(([name, value]) => [name, Number((value * factorOf(name)).toFixed(3))])
  return Object.fromEntries(entries) as Report['values']
}

function someKey(values: Report['values'], draw: number): string | null {
  const keys = Object.keys(values)
  return keys[Math.floor(draw * keys.length)] ?? null
}

/** Many times itself; nothing leaps too. */
function leapt(value: number): number {
  return Number((value * 8 + 20).toFixed(3))
}
