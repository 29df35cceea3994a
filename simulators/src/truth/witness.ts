import { MINUTE } from '@ioc/shared/time'
import type { FaultShares } from '../faults.js'
import { faultsAt } from '../faults.js'
import { reporterOf, truthAt, type Observer } from '../measure.js'
import { reportsAt, type Report } from '../report.js'
import { errorOf } from '../sensors.js'
import { createAirIndex } from './air-index.js'
import { CONDITIONS, type Condition } from './conditions.js'
import { createSpans, type Span, type Spans } from './spans.js'

/** What is known of one condition at one station. */
export interface Testimony {
  what: string
  station: string
  properties: readonly string[]
  limit: number | null
  everywhere: boolean
  possible: Span[]
  certain: Span[]
}

/** Stands beside a station without instruments and sees what is true, and what the station makes of it. */
export interface Witness {
  /** The station's beat has come. Call it in the order of time. */
  see(at: number): void
  /** What was seen until now. */
  testify(until: number): Testimony[]
}

/** Whether a value may be past a limit, and whether it is, with every error of an instrument allowed for. */
interface Verdict {
  may: boolean
  must: boolean
}

interface Watch {
  condition: Condition
  limit: number
  reported: Verdict
  possible: Spans
  certain: Spans
}

const NEITHER: Verdict = { may: false, must: false }
/** A report from further ahead is not believed. */
const AHEAD_MS = 5 * MINUTE
/** After so many beats without a report something is amiss. */
const MISSED_BEATS = 1.5
/** The largest relative error of one reading of the air; that of a mean of n is smaller by their root. */
const AIR_ERROR = errorOf('pm2_5', 1) - errorOf('pm2_5', 0)
const ROUNDING = 0.005

/**
 * A condition may be told when the world or what the station says of it (stuck, drifting, noisy: a lie that can be
 * believed) may be past the limit; it is certain when both are. What no reader should believe (a single leap, a test
 * gas, a torn message, a time from another day) makes nothing possible, and nothing certain.
 */
export function createWitness(options: Observer & { shares: FaultShares; intervalMs: number }): Witness {
  const { site, seed, shares, intervalMs } = options
  const truth = (at: number) => truthAt(options, at, intervalMs)
  const reporter = reporterOf(options, shares, truth)
  const world = createAirIndex(errorOfMean)
  const reported = createAirIndex(errorOfMean)
  const watches = CONDITIONS.flatMap((condition): Watch[] => {
    const limit = condition.limitAt(site)
    const measures = condition.properties.some((key) => site.properties.includes(key === 'vn_aqi' ? 'pm2_5' : key))
    if (limit === null || !measures) return []
    return [{ condition, limit, reported: NEITHER, possible: createSpans(), certain: createSpans() }]
  })
  const silence = { possible: [] as Span[], certain: [] as Span[], goodAt: null as number | null, heardAt: 0 }
  const stuck = createSpans()
  let seq = 0
  let newest = -Infinity

  /** Takes over what a report says; answers whether anyone may act on it. */
  function read(report: Report, now: number): boolean {
    const { at, values, quality, torn, spiked, measuredAt } = report
    if (torn || at > now + AHEAD_MS) return false
    if (quality === 'good') {
      world.add(truth(measuredAt), measuredAt)
      reported.add(spiked === null ? values : { ...values, [spiked]: undefined as never }, at)
    }
    if (at <= newest) return false
    newest = at
    for (const watch of watches) {
      const { condition, limit } = watch
      const { properties } = condition
      if (quality === 'calibrating' || (spiked !== null && properties.includes(spiked))) {
        watch.reported = { ...watch.reported, must: false }
      } else if (properties.some((key) => key === 'vn_aqi' || key in values)) {
        watch.reported = judge(condition, limit, values, reported)
      }
    }
    return quality === 'good'
  }

  function listen(messages: readonly (readonly Report[])[], isUnderstood: boolean, now: number): void {
    if (messages.length === 0) return
    const { goodAt, heardAt } = silence
    if (goodAt !== null && now - heardAt > MISSED_BEATS * intervalMs) silence.certain.push([heardAt, now])
    silence.heardAt = now
    if (!isUnderstood && goodAt !== null) return
    if (goodAt !== null && now - goodAt > MISSED_BEATS * intervalMs) silence.possible.push([goodAt, now])
    silence.goodAt = now
  }

  return {
    see(now) {
      const messages = reportsAt(reporter, now, intervalMs, ++seq)
      let may = new Set<Watch>()
      let isUnderstood = false
      for (const report of messages.flat()) {
        isUnderstood = read(report, now) || isUnderstood
        may = new Set([...may, ...watches.filter((watch) => watch.reported.may)])
      }
      for (const watch of watches) {
        const real = judge(watch.condition, watch.limit, truth(now), world)
        watch.possible.tell(now, real.may || watch.reported.may || may.has(watch))
        watch.certain.tell(now, real.must && watch.reported.must)
      }
      listen(messages, isUnderstood, now)
      const isStuck = faultsAt(seed, shares, site.station.id, now).some(({ kind }) => kind === 'stuck')
      if (messages.length > 0 || !isStuck) stuck.tell(now, isStuck && trembles(messages.at(-1)?.at(-1)))
    },

    testify(until) {
      const { goodAt, heardAt } = silence
      const wasGood = goodAt !== null && until - goodAt > MISSED_BEATS * intervalMs
      const wasHeard = goodAt !== null && until - heardAt > MISSED_BEATS * intervalMs
      const about = { station: site.station.id, everywhere: false, limit: null }
      const frozen = stuck.end(until)
      return [
        ...watches.map(({ condition, limit, possible, certain }) => ({
          ...about,
          what: condition.what,
          properties: condition.properties,
          limit,
          everywhere: condition.everywhere ?? false,
          possible: possible.end(until),
          certain: certain.end(until),
        })),
        {
          ...about,
          what: 'station.silent',
          properties: [],
          possible: [...silence.possible, ...(wasGood ? [[goodAt, until] as const] : [])],
          certain: [...silence.certain, ...(wasHeard ? [[heardAt, until] as const] : [])],
        },
        { ...about, what: 'station.stuck', properties: site.properties, possible: frozen, certain: frozen },
      ]
    },
  }

  function judge(
    { properties, when }: Condition,
    limit: number,
    values: Readonly<Record<string, number | undefined>>,
    index: typeof world,
  ): Verdict {
    const side = when === 'above' ? 1 : -1
    const verdict = { may: false, must: false }
    for (const key of properties) {
      const value = values[key] ?? 0
      const error = errorOf(key, value)
      const most = key === 'vn_aqi' ? index.value(side) : (values[key] ?? Number.NaN) + side * error
      const least = key === 'vn_aqi' ? index.value(-side) : (values[key] ?? Number.NaN) - side * error
      verdict.may ||= most !== null && side * (most - limit) >= 0
      verdict.must ||= least !== null && side * (least - limit) >= 0
    }
    return verdict
  }
}

function errorOfMean(n: number): number {
  return AIR_ERROR / Math.sqrt(n) + ROUNDING
}

/** Whether a value of the report would not be the same twice, were it read anew. */
function trembles(report: Report | undefined): boolean {
  return (
    report !== undefined &&
    Object.entries(report.values).some(
      ([key, value]) => errorOf(key, value) > errorOf(key, 0) || (value !== 0 && errorOf(key, value) > 0),
    )
  )
}
