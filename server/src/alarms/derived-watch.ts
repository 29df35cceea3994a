import { groupId, groupOf, type Localized } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import { watches } from '@ioc/shared/limits'
import {
  madeOf,
  type CombinedRule,
  type CountRule,
  type DerivedRule,
  type Reference,
  type Rule,
} from '@ioc/shared/rule'
import type { Area, Station } from '@ioc/shared/station'
import type { EpochMs } from '@ioc/shared/time'
import type { KnownStations } from '../ports/registry.js'
import type { Conditions, Gathered } from './conditions.js'
import { levelOf } from './levels-at.js'
import { createRoll, type Roll } from './roll.js'
import type { Standing } from './standing.js'
import { createWatch, type RuleState, type Watch } from './watch.js'

export interface DerivedWatch {
  /** From now on these. */
  setRules(rules: readonly RuleState<DerivedRule>[], all: ReadonlyMap<string, Rule>): void
  /** A rule began to stand at a station or ceased to: what is made of it is looked at when `run` is called. */
  changed(rule: string, station: StationId): void
  /** Looks at all that changed. */
  run(now: EpochMs): void
  find(rule: string, subject: StationId): Watch | undefined
  watches(): Iterable<Watch>
  gather(watch: Watch): Gathered | null
  /** These came, went, moved or changed: what counts them or names them is looked at when `run` is called. */
  stationsChanged(ids: readonly StationId[]): void
}

interface DerivedWatchOptions {
  stations: KnownStations
  areas: readonly Area[]
  standing: Standing
  conditions: () => Pick<Conditions, 'step' | 'tellAnew'>
}

/**
 * Steps the rules on other rules.
 *
 * A count has one watch a place, a combination one a station. They are looked at once after each batch, however many
 * of their parts changed in it, and a rule that is made of another derived rule after that one.
 */
export function createDerivedWatch({ stations, areas, standing, conditions }: DerivedWatchOptions): DerivedWatch {
  const root = areas.find(({ parent }) => parent === null)
  let states = new Map<string, RuleState<DerivedRule>>()
  let rules: ReadonlyMap<string, Rule> = new Map()
  let dependents = new Map<string, { state: RuleState<DerivedRule>; reference: Reference }[]>()
  const known = new Map<string, Watch>()
  const dirty = new Set<Watch>()
  const rolls = new Map<RuleState<DerivedRule>, Roll>()

  function placeOf({ per }: CountRule, station: Station): StationId | null {
    if (per === 'province') return groupId('area', root?.id ?? 'province')
    if (per === 'area') return groupId('area', station.area)
    return station.gateway === undefined ? null : groupId('gateway', station.gateway)
  }

  function watchOf(state: RuleState<DerivedRule>, subject: StationId, name: string): Watch {
    const key = `${state.rule.id}/${subject}/-`
    let watch = known.get(key)
    if (!watch) {
      const levels = [levelOf(state.rule)]
      known.set(
        key,
        (watch = createWatch({ key, of: state, station: subject, name, property: null, signal: null, levels })),
      )
    }
    return watch
  }

  function nameOf(subject: StationId): string {
    const { id } = groupOf(subject)!
    return areas.find((area) => area.id === id)?.name ?? id
  }

  function isMember(rule: CountRule, station: Station): boolean {
    const member = rules.get(rule.of)
    if (!member || !watches(member, station) || !watches(rule, station)) return false
    if (!('property' in member) || member.property === undefined) return true
    return station.properties?.includes(member.property as never) ?? true
  }

  function members(watch: Watch, rule: CountRule): StationId[] {
    const ids: StationId[] = []
    for (const id of standing.at(rule.of).keys()) {
      const station = stations.get(id)
      if (station && watches(rule, station) && placeOf(rule, station) === watch.station) ids.push(id)
    }
    return ids.sort()
  }

  function totalOf({ of, station }: Watch): number {
    return rolls.get(of as RuleState<DerivedRule>)?.totalAt(station) ?? 0
  }

  function isTrue(rule: CombinedRule, here: StationId): boolean {
    const stands = ({ rule: id, station = here }: Reference) => standing.stands(id, station as StationId)
    const { all = [], any = [], none = [] } = rule
    return all.every(stands) && (any.length === 0 || any.some(stands)) && !none.some(stands)
  }

  function touch(state: RuleState<DerivedRule>, reference: Reference, station: Station): void {
    const { rule } = state
    if (rule.kind === 'count') {
      const place = watches(rule, station) ? placeOf(rule, station) : null
      if (place !== null) dirty.add(watchOf(state, place, nameOf(place)))
      return
    }
    if (reference.station === undefined || reference.station === homeOf(rule)) {
      if (watches(rule, station)) dirty.add(watchOf(state, station.id, station.name))
      return
    }
    if (reference.station !== station.id) return
    for (const other of stations.values()) {
      if (watches(rule, other) && (homeOf(rule) ?? other.id) === other.id) {
        dirty.add(watchOf(state, other.id, other.name))
      }
    }
  }

  /** A rule that was not there before sees what its parts have been for long. */
  function touchStanding(state: RuleState<DerivedRule>, reference: Reference): void {
    for (const id of standing.at(reference.rule).keys()) {
      const station = stations.get(id)
      if (station) touch(state, reference, station)
    }
  }

  /** While a count rests it keeps the list it had: nobody is helped by an alarm about no station. */
  function look(watch: Watch, now: EpochMs): void {
    const { rule } = watch.of
    let value = 0
    if (rule.kind === 'count') {
      const count = members(watch, rule).length
      value = count >= (rule.share ?? 0) * totalOf(watch) ? count : 0
    } else if (rule.kind === 'combined') value = isTrue(rule, watch.station) ? 1 : 0
    const changed = watch.held?.value !== value
    const { level } = watch
    if (changed) watch.held = { at: now, heardAt: now, value, shown: value }
    watch.paused = false
    if (!watch.of.awake) return
    conditions().step(watch, now)
    const stands = value >= watch.levels[0]!.raise
    if (changed && stands && watch.level > 0 && watch.level === level) conditions().tellAnew(watch, now)
  }

  return {
    setRules(next, all) {
      const before = new Set(states.values())
      states = new Map(next.map((state) => [state.rule.id, state]))
      rules = all
      dependents = new Map()
      rolls.clear()
      for (const state of next) {
        const { rule } = state
        if (rule.kind === 'count') {
          const placeAt = (station: Station) => (watches(rule, station) ? placeOf(rule, station) : null)
          const isCounted = (station: Station) => isMember(rule, station)
          rolls.set(state, createRoll({ stations, placeOf: placeAt, isMember: isCounted }))
        }
        for (const reference of madeOf(state.rule)) {
          const those = dependents.get(reference.rule) ?? []
          dependents.set(reference.rule, [...those, { state, reference }])
          if (!before.has(state)) touchStanding(state, reference)
        }
      }
      for (const [key, watch] of known) {
        if (states.get(watch.of.rule.id) === watch.of) dirty.add(watch)
        else {
          known.delete(key)
          dirty.delete(watch)
        }
      }
    },
    changed(rule, id) {
      const station = stations.get(id)
      if (station) for (const { state, reference } of dependents.get(rule) ?? []) touch(state, reference, station)
    },
    run(now) {
      while (dirty.size > 0) {
        for (const watch of dirty) {
          dirty.delete(watch)
          look(watch, now)
        }
      }
    },
    find(id, subject) {
      const state = states.get(id)
      const name = groupOf(subject) ? nameOf(subject) : stations.get(subject)?.name
      return state && name !== undefined ? watchOf(state, subject, name) : undefined
    },
    watches: () => known.values(),
    gather(watch) {
      const { rule } = watch.of
      if (rule.kind !== 'count') return null
      const place: Localized = { vi: watch.name, en: watch.name }
      const ids = members(watch, rule)
      return { stations: ids, blanks: { count: ids.length, total: totalOf(watch), place } }
    },
    stationsChanged(ids) {
      for (const [state, roll] of rolls) {
        const places = new Set(ids.flatMap((id) => roll.look(id)))
        for (const place of places) dirty.add(watchOf(state, place, nameOf(place)))
      }
      const changed = new Set<string>(ids)
      for (const watch of known.values()) {
        if (changed.has(watch.station) || madeOf(watch.of.rule).some(({ station }) => changed.has(station ?? '')))
          dirty.add(watch)
      }
    },
  }
}

/** The one station a combination is about where it names the station of each of its parts. */
function homeOf(rule: CombinedRule): string | undefined {
  const references = madeOf(rule)
  return references.every(({ station }) => station !== undefined) ? references[0]?.station : undefined
}
