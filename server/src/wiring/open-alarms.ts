import type { Alarm, AlarmEvent } from '@ioc/shared/alarm'
import type { WireAlarmQuality } from '@ioc/shared/alarm-quality'
import type { WireEarlyRecord } from '@ioc/shared/forecast'
import type { WireReport } from '@ioc/shared/report'
import { createKept } from '@ioc/shared/kept'
import { datastreamId, type PropertyKey } from '@ioc/shared/ids'
import { watches } from '@ioc/shared/limits'
import type { Observation } from '@ioc/shared/observation'
import type { Rule } from '@ioc/shared/rule'
import type { Trial } from '@ioc/shared/rule-trial'
import type { Station } from '@ioc/shared/station'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import { openAlarmJournal } from '../adapters/duckdb/alarm-journal.js'
import type { Database } from '../adapters/duckdb/database.js'
import type { ReadExpectation } from '../alarms/foresight.js'
import { createAlarmDesk, type AlarmDesk } from '../alarms/desk.js'
import { readEarlyRecords, readEarlyTallies } from '../alarms/early-record.js'
import type { Places } from '../alarms/places.js'
import { readQuality } from '../alarms/read-quality.js'
import { createRules, type Rules } from '../alarms/rules.js'
import { tryRule } from '../alarms/try-rule.js'
import type { Events } from '../events.js'
import { recallDoubts } from '../forecasts/anomalies/recall-doubts.js'
import type { Clock } from '../ports/clock.js'
import type { Foretold } from '../ports/forecasts.js'
import type { ObservationStore, ReadHistory } from '../ports/observation-store.js'
import type { Registry } from '../ports/registry.js'
import type { ReportDay } from '../report/day.js'
import { readDayAlarms } from '../report/read-alarms.js'
import type { Gateways } from '../stations/gateways.js'
import type { Stations } from '../stations/stations.js'
import { withCommunes } from '../stations/with-communes.js'
import { createPlaces } from './places.js'

interface AlarmsOptions {
  database: Database
  registry: Registry
  stations: Stations
  gateways: Gateways
  store: Pick<ObservationStore, 'buckets' | 'envelopes' | 'read'>
  /** What is known now, so that a new rule sees what stands. */
  newest: () => Iterable<Observation>
  readHistory: ReadHistory
  expectationOf: ReadExpectation
  /** What was expected of a property, issue by issue. */
  readForetold: (property: string, from: EpochMs, to: EpochMs) => Promise<Foretold[]>
  /** Since when the rules run: what was before cannot be judged. */
  ranSince: () => EpochMs
  clock: Clock
  events: Events
  /** Alarms that changed, once that is durable, and by what events. */
  onChange: (alarms: Alarm[], events: readonly AlarmEvent[]) => void
  /** The rules are others now. */
  onRules: () => void
}

export interface OpenAlarms {
  alarms: AlarmDesk
  rules: Rules
  places: Places
  /** The last that the journal knows of these alarms. */
  recall(alarms: readonly string[]): Promise<Alarm[]>
  /** Whether a rule tells of values that do not fit there. */
  watchesAnomalies(station: Station, property: PropertyKey): boolean
  /** What a rule would have done. */
  tryRule(rule: Rule, range: { from: EpochMs; to: EpochMs }, signal: AbortSignal): Promise<Trial>
  /** How the early warnings of the last days did. */
  earlyRecords(): Promise<WireEarlyRecord[]>
  /** The alarms of a day and how its early warnings did, for its report. */
  dayAlarms(day: ReportDay): Promise<WireReport['alarms']>
  dayEarly(day: ReportDay): Promise<WireReport['early']>
  /** How good the alarms of a range were. */
  quality(range: { from: EpochMs; to: EpochMs; operators: number }): Promise<WireAlarmQuality>
}

/** Every screen asks for a month of the journal again and again: so long all are told the same. */
const EARLY_RECORDS_MS = 5 * MINUTE

const elapsed = () => performance.now()

/**
 * Wires the rules that people change, the desk that follows them at once, and its journal. Here an area stands for the
 * communes in it; rules are tried one at a time.
 */
export async function openAlarms(options: AlarmsOptions): Promise<OpenAlarms> {
  const { database, registry, stations, gateways, store, newest, readHistory, readForetold, expectationOf } = options
  const { ranSince, clock, events, onChange, onRules } = options
  const areas = stations.areas()
  const properties = stations.properties()
  const inTurn = createTurn()
  const pause = () => new Promise<void>((resume) => clock.after(0, resume))
  const withAreas = (rule: Rule): Rule =>
    rule.stations ? { ...rule, stations: withCommunes(rule.stations, areas) } : rule

  const rules = await createRules({
    registry,
    stations,
    areas,
    properties,
    clock,
    onChange(changed) {
      desk.setRules(changed.map(withAreas), newest())
      earlyRecords.clear()
      onRules()
    },
  })
  const journal = await openAlarmJournal(database)
  const places = createPlaces({ gateways, stations })
  const desk = createAlarmDesk({
    rules: rules.list().map(withAreas),
    stations,
    areas,
    buckets: store.buckets,
    expectationOf,
    places,
    journal,
    clock,
    properties,
    events,
    onChange,
  })

  const early = () => ({
    journal,
    rules: rules.list().map(withAreas),
    stations,
    ranSince: ranSince(),
    now: clock.now(),
  })
  const earlyRecords = createKept({
    read: () => readEarlyRecords(early()),
    keyOf: (slot: number) => slot,
    most: () => 1,
  })

  return {
    alarms: {
      ...desk,
      list: (query) => desk.list(withCommunes(query, areas)),
      async close() {
        await desk.close()
        await journal.close()
      },
    },
    rules,
    places,
    watchesAnomalies(station, property) {
      return rules.list().some((rule) => {
        if (rule.kind !== 'anomaly' || (rule.property !== undefined && rule.property !== property)) return false
        return watches(withAreas(rule), station)
      })
    },
    recall: async (alarms) => (await journal.last(alarms)).map(({ alarm }) => alarm),
    earlyRecords: () => earlyRecords.get(Math.floor(clock.now() / EARLY_RECORDS_MS)),
    dayEarly: (day) => readEarlyTallies(early(), day),
    async dayAlarms(day) {
      const { answers } = await readQuality({ ...day, operators: 1, journal, rules: rules.list() })
      return { ...(await readDayAlarms(journal, day, rules.list())), answerS: answers.medianS }
    },
    quality: (range) =>
      readQuality({
        ...range,
        from: Math.max(range.from, Math.min(ranSince(), range.to)),
        journal,
        rules: rules.list(),
      }),
    tryRule: (rule, range, signal) =>
      inTurn(() =>
        tryRule({
          ...range,
          rule: withAreas(rule),
          rules: rules.list().map(withAreas),
          stations,
          areas,
          properties,
          read: (station, property, from, to) => readHistory({ station, property, from, to, everyMs: null, fn: null }),
          readForetold,
          readDoubts: (watched, { from, to }, gone) => {
            const known = new Set(Array.from(newest(), ({ datastream }) => datastream))
            const places = watched.filter((place) => known.has(datastreamId(place.station, place.property)))
            return recallDoubts({ places, from, to, stations, properties, store, elapsed, signal: gone })
          },
          pause,
          signal,
        }),
      ),
  }
}
