import type { AlarmEvent } from '@ioc/shared/alarm'
import type { Doubt } from '@ioc/shared/anomaly'
import type { Observation } from '@ioc/shared/observation'
import type { ObservedProperty } from '@ioc/shared/properties'
import type { Rule } from '@ioc/shared/rule'
import type { Area } from '@ioc/shared/station'
import { SECOND, type EpochMs } from '@ioc/shared/time'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import type { Expectation } from '../ports/forecasts.js'
import type { KnownStations } from '../ports/registry.js'
import { createOccurrences } from './occurrences.js'
import { OWN_PLACES } from './places.js'
import { createRuleWatch } from './rule-watch.js'
import { createSilenceWatch } from './silence-watch.js'

export interface Rehearsal {
  /** Lets the clock run up to the moment when this becomes known, and takes it. */
  take(observation: Observation): void
  /** The same of what is expected of a datastream. */
  foresee(station: StationId, property: PropertyKey, expectation: Expectation): void
  /** … and of what does not fit about one, from this moment on. */
  doubt(station: StationId, property: PropertyKey, doubt: Doubt | null, from: EpochMs): void
  /** Lets the clock run. */
  advance(until: EpochMs): void
}

interface RehearsalOptions {
  rules: readonly Rule[]
  stations: KnownStations
  areas: readonly Area[]
  properties: readonly ObservedProperty[]
  start: EpochMs
  onEvent(event: Omit<AlarmEvent, 'seq'>): void
}

/** While no duration runs, the clock is looked at so often: only silence and the hours of rules wait for it. */
const IDLE_STEP_MS = 10 * SECOND

/** Its rules never change. */
const onAbandoned = () => undefined

/**
 * Rules played to what happened, in its own time and as fast as it goes, with the very steps of the desk.
 *
 * Nobody answers its alarms and nothing is remembered. Nothing is suppressed: a rule is judged by what it says itself.
 */
export function createRehearsal({ rules, stations, areas, properties, start, onEvent }: RehearsalOptions): Rehearsal {
  const writer = { record: onEvent, remember: () => undefined }
  const occurrences = createOccurrences({ writer })
  const values = createRuleWatch({
    stations,
    areas,
    properties,
    occurrences,
    writer,
    onAbandoned,
    expectationOf: () => null,
  })
  const silences = createSilenceWatch({
    stations,
    places: OWN_PLACES,
    occurrences,
    onStanding: values.stood,
    onAbandoned,
  })
  let now = start
  silences.start(start)
  silences.setRules(rules, start)
  values.setRules(rules, start)

  function advance(until: EpochMs): void {
    while (now < until) {
      now = Math.min(until, now + (values.idle() ? IDLE_STEP_MS : SECOND))
      silences.tick(now)
      values.tick(now)
    }
  }

  return {
    take(observation) {
      advance(observation.receivedAt)
      silences.heard(observation.station, now)
      values.take([observation], now)
    },
    foresee(station, property, expectation) {
      advance(expectation.issuedAt)
      values.foresee(station, property, expectation, now)
    },
    doubt(station, property, doubt, from) {
      advance(from)
      values.doubt(station, property, doubt, now)
    },
    advance,
  }
}
