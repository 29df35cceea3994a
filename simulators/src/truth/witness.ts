import { MINUTE } from '@ioc/shared/time'
import { faultsAt, type FaultShares } from '../faults.js'
import { reporterOf, truthAt, type Observer } from '../measure.js'
import { reportsAt, type Report } from '../report.js'
import { errorOf } from '../sensors.js'
import { createAirIndex } from './air-index.js'
import { believableOf, implausibility } from './believable.js'
import { CONDITIONS, type Condition } from './conditions.js'
import { createGauge, type Gauge, type Range } from './gauge.js'
import { createSilence } from './silence.js'
import { createSpans, type Span, type Spans } from './spans.js'

/** What is known of one condition at one station. */
export interface Testimony {
  what: string
  station: string
  /** Null where it is about the station as a whole. */
  property: string | null
  overMs: number | null
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
  /** In the world, and in what the station says of it. */
  real: Gauge
  said: Gauge
  reported: Verdict
  possible: Spans
  certain: Spans
}

const NEITHER: Verdict = { may: false, must: false }
/** A report from further ahead is not believed. */
const AHEAD_MS = 5 * MINUTE
/** The largest relative error of one reading of the air; that of a mean of n is smaller by their root. */
const AIR_ERROR = errorOf('pm2_5', 1) - errorOf('pm2_5', 0)
const ROUNDING = 0.005
/** Who says nothing for so long does not say the same again and again. */
const MUTE_MS = 2 * MINUTE

/**
 * A condition may be told when the world or what the station says of it (stuck, drifting, noisy: a lie that can be
 * believed) may be past the limit; it is certain when both are. What no reader should believe (a single leap, a test
 * gas, a torn message, a time from another day) makes nothing possible, and nothing certain.
 */
export function createWitness(options: Observer & { shares: FaultShares; intervalMs: number }): Witness {
  const { site, seed, shares, intervalMs } = options
  const station = site.station.id
  const truth = (at: number) => truthAt(options, at, intervalMs)
  const reporter = reporterOf(options, shares, truth)
  const realIndex = createAirIndex(errorOfMean)
  const saidIndex = createAirIndex(errorOfMean)
  const watches = CONDITIONS.flatMap((condition): Watch[] => {
    const limit = condition.limitAt(site)
    if (limit === null || !site.properties.includes(condition.property === 'vn_aqi' ? 'pm2_5' : condition.property)) {
      return []
    }
    const real = createGauge(condition, intervalMs, realIndex)
    const said = createGauge(condition, intervalMs, saidIndex)
    return [{ condition, limit, real, said, reported: NEITHER, possible: createSpans(), certain: createSpans() }]
  })
  const silence = createSilence(intervalMs)
  const stuck = new Map(site.properties.map((key) => [key, createSpans()]))
  /** … and says so: of one that has fallen silent nobody can know that it is. */
  const standsStill = new Map(site.properties.map((key) => [key, createSpans()]))
  const implausible = new Map(site.properties.map((key) => [key, createSpans()]))
  /** … without a report missing in between: who counts values in a row may have to begin again. */
  const inARow = new Map(site.properties.map((key) => [key, createSpans()]))
  let seq = 0
  let newest = -Infinity
  let heardAt = -Infinity
  let before: Report['values'] = {}

  /** Takes over what a report says; answers whether anyone may act on it. */
  function read(report: Report, now: number): boolean {
    const { at, quality, torn, measuredAt } = report
    if (torn || at > now + AHEAD_MS) return false
    const believable = believableOf(report)
    const real = truth(measuredAt)
    if (quality === 'good') {
      realIndex.add(real, measuredAt)
      saidIndex.add(believable, at)
    }
    if (at <= newest) return false
    newest = at
    for (const watch of watches) hold(watch, report, believable, real)
    lookAtSensors(report, real, now)
    return quality === 'good'
  }

  function lookAtSensors({ values, measuredAt, quality }: Report, real: Report['values'], now: number): void {
    const isGood = quality === 'good'
    const isStuck = isGood && faultsAt(seed, shares, station, measuredAt).some(({ kind }) => kind === 'stuck')
    for (const key in values) {
      const value = values[key] ?? 0
      const isSame = isStuck && value === before[key] && trembles(key, value)
      for (const spans of [stuck, standsStill]) spans.get(key)?.tell(now, isSame)
      const { may, must } = implausibility(key, value, value === real[key])
      implausible.get(key)?.tell(now, isGood && may)
      inARow.get(key)?.tell(now, isGood && must)
    }
    before = values
  }

  return {
    see(now) {
      const reports = reportsAt(reporter, now, intervalMs, ++seq)
      const may = new Set<Watch>()
      let isUnderstood = false
      for (const report of reports.flat()) {
        isUnderstood = read(report, now) || isUnderstood
        for (const watch of watches) if (watch.reported.may) may.add(watch)
      }
      const real = truth(now)
      for (const watch of watches) {
        const world = judge(watch, watch.real.range(real))
        watch.possible.tell(now, world.may || watch.reported.may || may.has(watch))
        watch.certain.tell(now, world.must && watch.reported.must)
      }
      if (reports.length > 0) silence.hear(now, isUnderstood)
      if (isUnderstood) heardAt = now
      else for (const spans of inARow.values()) spans.tell(now, false)
      if (now - heardAt >= MUTE_MS) for (const spans of standsStill.values()) spans.tell(now, false)
    },

    testify(until) {
      const about = { station, property: null, overMs: null, limit: null, everywhere: false }
      const ofSensors = (what: string, possible: ReadonlyMap<string, Spans>, certain: ReadonlyMap<string, Spans>) =>
        site.properties.map((property) => ({
          ...about,
          what,
          property,
          possible: possible.get(property)?.end(until) ?? [],
          certain: certain.get(property)?.end(until) ?? [],
        }))
      return [
        ...watches.map(({ condition: { what, property, overMs, everywhere }, limit, possible, certain }) => {
          return {
            what,
            station,
            property,
            overMs,
            limit,
            everywhere,
            possible: possible.end(until),
            certain: certain.end(until),
          }
        }),
        { ...about, what: 'station.silent', ...silence.end(until) },
        ...ofSensors('station.stuck', stuck, standsStill),
        ...ofSensors('station.implausible', implausible, inARow),
      ]
    },
  }
}

/** Takes what a report says of one condition, and what was true when it was measured. */
function hold(watch: Watch, report: Report, believable: Partial<Report['values']>, real: Report['values']): void {
  const { property } = watch.condition
  const isTest = report.quality === 'calibrating'
  if (isTest || !(property in believable)) watch.reported = { ...watch.reported, must: false }
  if (isTest) return
  watch.real.take(real, report.measuredAt)
  watch.said.take(believable, report.at)
  if (property === 'vn_aqi' || property in believable) watch.reported = judge(watch, watch.said.range(believable))
}

function judge({ condition, limit }: Watch, range: Range | null): Verdict {
  if (!range) return NEITHER
  const { least, most, isWhole } = range
  if (condition.when === 'above') return { may: most >= limit, must: isWhole && least >= limit }
  return { may: least <= limit, must: isWhole && most <= limit }
}

function errorOfMean(n: number): number {
  return AIR_ERROR / Math.sqrt(n) + ROUNDING
}

/** Whether an instrument shows that a value is never quite the same twice: its noise moves the last digit. */
function trembles(key: string, value: number): boolean {
  const [error, rounding] = [errorOf(key, value), errorOf(key, 0)]
  if (error === rounding) return value !== 0 && error > 0
  return error - rounding >= 2 * rounding
}
