import { z } from 'zod'
import { ANOMALY_CAUSES, ANOMALY_KINDS, type Doubt } from '@ioc/shared/anomaly'
import { datastreamId, PROPERTY_KEY, type PropertyKey, type StationId } from '@ioc/shared/ids'
import { QUALITIES, type Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Rule } from '@ioc/shared/rule'
import type { Area, Station } from '@ioc/shared/station'
import { HOUR, MINUTE, parseTime, SECOND, type EpochMs } from '@ioc/shared/time'
import { knownAfterMs } from './lateness.js'
import { createRehearsal } from './rehearsal.js'

/** Hours, minutes and seconds since the start: `0:01:30`. */
const elapsed = z.string().regex(/^\d{1,3}:[0-5]\d:[0-5]\d$/, 'must be a time since the start, such as "0:01:30"')

/** One test of rules, as a user writes it: observations in, alarms out. */
export const ruleCaseSchema = z.strictObject({
  name: z.string().min(1),
  /** When it begins; matters to rules with hours and weekdays. */
  start: z
    .string()
    .refine((text) => parseTime(text) !== null, 'must be a time with a zone')
    .optional(),
  observations: z
    .array(
      z.strictObject({
        station: z.string(),
        property: z.string().regex(PROPERTY_KEY),
        from: elapsed.optional(),
        /** Inclusive; left out: once. */
        until: elapsed.optional(),
        everyS: z.number().positive().optional(),
        value: z.number(),
        /** Goes evenly from `value` to this. */
        toValue: z.number().optional(),
        quality: z.enum(QUALITIES).optional(),
      }),
    )
    .min(1),
  /** What is expected from a moment on, step by step. */
  forecasts: z
    .array(
      z.strictObject({
        station: z.string(),
        property: z.string().regex(PROPERTY_KEY),
        from: elapsed,
        steps: z
          .array(
            z.strictObject({
              /** So long after `from`. */
              in: elapsed,
              /** 0.05, 0.25, 0.5, 0.75 and 0.95. */
              quantiles: z.array(z.number()).length(5),
            }),
          )
          .min(1),
      }),
    )
    .optional(),
  /** Values that do not fit, flagged from a moment on until another. */
  anomalies: z
    .array(
      z.strictObject({
        station: z.string(),
        property: z.string().regex(PROPERTY_KEY),
        from: elapsed,
        until: elapsed.optional(),
        value: z.number(),
        kind: z.enum(ANOMALY_KINDS),
        cause: z.enum(ANOMALY_CAUSES),
      }),
    )
    .optional(),
  /** How long it goes on; left out: to the last observation. */
  until: elapsed.optional(),
  /** Attributes that stations have in this test besides their own. */
  attributes: z.record(z.string(), z.record(z.string(), z.number())).optional(),
  /** Only these rules are looked at, also where they are switched off; left out: all. */
  rules: z.array(z.string()).min(1).optional(),
  /** `0:01:00 STATION rule raised medium`, in order of time. */
  alarms: z.array(z.string()),
})
export type RuleCase = z.infer<typeof ruleCaseSchema>

interface Province {
  rules: readonly Rule[]
  stations: readonly Station[]
  areas: readonly Area[]
  properties: readonly ObservedProperty[]
}

/** A Friday, 07:00 in Vietnam. */
const START = '2026-11-20T00:00:00Z'
const EVERY_S = 30

/** The alarms that rules make of a case, one line an event, in the form in which the case expects them. */
export function playCase(test: RuleCase, { rules, stations, areas, properties }: Province): string[] {
  const start = parseTime(test.start ?? START)!
  const lines: { at: EpochMs; line: string }[] = []
  const rehearsal = createRehearsal({
    rules: rules.map((rule) => (test.rules?.includes(rule.id) ? { ...rule, enabled: true } : rule)),
    stations: new Map(stations.map((station) => [station.id, withAttributes(station, test.attributes?.[station.id])])),
    areas,
    properties,
    start,
    onEvent({ at, type, alarm: { station, rule, severity } }) {
      if (test.rules && !test.rules.includes(rule)) return
      lines.push({ at, line: `${sinceStart(at - start)} ${station} ${rule} ${type} ${severity}` })
    },
  })
  const observations = test.observations.flatMap((series) => observationsOf(series, start))
  const known = [
    ...observations.map((each) => ({ at: each.receivedAt, tell: () => rehearsal.take(each) })),
    ...(test.forecasts ?? []).map(({ station, property, from, steps }) => {
      const at = start + msOf(from)
      const ahead = steps.map(({ in: after, quantiles }) => ({ at: at + msOf(after), quantiles }))
      const expectation = { issuedAt: at, steps: ahead }
      return { at, tell: () => rehearsal.foresee(station as StationId, property as PropertyKey, expectation) }
    }),
    ...(test.anomalies ?? []).flatMap(({ station, property, from, until, ...anomaly }) => {
      const at = start + msOf(from)
      const tell = (doubt: Doubt | null, moment: EpochMs) => ({
        at: moment,
        tell: () => rehearsal.doubt(station as StationId, property as PropertyKey, doubt, moment),
      })
      const doubt = { ...anomaly, at, why: { vi: anomaly.kind, en: anomaly.kind } }
      return [tell(doubt, at), ...(until === undefined ? [] : [tell(null, start + msOf(until))])]
    }),
  ]
  for (const { tell } of known.sort((a, b) => a.at - b.at)) tell()
  if (test.until) rehearsal.advance(start + msOf(test.until))
  return lines.sort((a, b) => a.at - b.at || (a.line < b.line ? -1 : 1)).map(({ line }) => line)
}

/** What differs, line by line: `-` was expected and did not come, `+` came and was not expected. */
export function caseDifferences(expected: readonly string[], played: readonly string[]): string[] {
  const left = [...played]
  const missing: string[] = []
  for (const line of expected) {
    const place = left.indexOf(line)
    if (place === -1) missing.push(`- ${line}`)
    else left.splice(place, 1)
  }
  return [...missing, ...left.map((line) => `+ ${line}`)]
}

function observationsOf(series: RuleCase['observations'][number], start: EpochMs): Observation[] {
  const { value, toValue = value, everyS = EVERY_S, quality = 'good' } = series
  const property = series.property as PropertyKey
  const station = series.station as StationId
  const first = msOf(series.from ?? '0:00:00')
  const last = series.until === undefined ? first : msOf(series.until)
  const after = knownAfterMs(property)
  const observations: Observation[] = []
  for (let passed = first; passed <= last; passed += everyS * SECOND) {
    const share = last === first ? 0 : (passed - first) / (last - first)
    observations.push({
      datastream: datastreamId(station, property),
      station,
      property,
      // An index is dated by the start of its hour or day.
      at: start + passed - after,
      value: value + (toValue - value) * share,
      quality,
      receivedAt: start + passed,
      timeSource: 'device',
    })
  }
  return observations
}

function withAttributes(station: Station, attributes: Record<string, number> | undefined): Station {
  return attributes ? { ...station, attributes: { ...station.attributes, ...attributes } } : station
}

function msOf(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number)
  return hours * HOUR + minutes * MINUTE + seconds * SECOND
}

const two = (number: number) => String(Math.floor(number)).padStart(2, '0')

function sinceStart(ms: number): string {
  return `${Math.floor(ms / HOUR)}:${two((ms % HOUR) / MINUTE)}:${two((ms % MINUTE) / SECOND)}`
}
