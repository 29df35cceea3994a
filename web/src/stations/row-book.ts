import type { WireAlarm, WireStation } from '@ioc/shared/wire'
import { bareStation, type LiveState } from '../live/live-state.js'
import { createTally, type Counts } from './counts.js'
import type { Row } from './row.js'
import { byStation, standingOf } from './standing.js'

/** What a change of the rows touched. */
export interface RowChange {
  /** Null: any row may differ. */
  ids: ReadonlySet<string> | null
  /** Whether a station came, went, moved or stands otherwise: whoever counts or sorts must look again. */
  standings: boolean
}

/** Rows as something that draws them needs them: all of them, and word of what changed. */
export interface RowFeed {
  rows: ReadonlyMap<string, Row>
  /** Calls back after each change, until the returned function is called. */
  listen(heard: (change: RowChange) => void): () => void
}

export interface RowBook extends RowFeed {
  counts(): Counts
  /** Joins the stations with what is known of them; costs as much as has changed. */
  take(stations: ReadonlyMap<string, WireStation>, state: LiveState): RowChange
}

const NO_ALARMS: readonly WireAlarm[] = []

/**
 * Joins stations with what is known of them now, and keeps count.
 *
 * A row whose station, values and alarms are unchanged stays the same object, so whoever draws rows can tell by
 * identity that there is nothing to do.
 */
export function createRowBook(): RowBook {
  const rows = new Map<string, Row>()
  const tally = createTally()
  const listeners = new Set<(change: RowChange) => void>()
  let before: { stations: ReadonlyMap<string, WireStation>; state: LiveState } | null = null
  let alarms = new Map<string, WireAlarm[]>()

  function put(station: WireStation, state: LiveState, its: readonly WireAlarm[], old: Row | undefined): boolean {
    const { id } = station
    const latest = state.stations.get(id) ?? bareOf(state, id, old)
    const was = alarms.get(id) ?? NO_ALARMS
    if (old && old.station === station && old.latest === latest && areSame(its, was)) return false
    const row: Row = { station, latest, look: standingOf(latest, its, state) }
    rows.set(id, row)
    tally.replace(old, row)
    return !old || isShownOtherwise(old, row)
  }

  function remove(id: string): boolean {
    const old = rows.get(id)
    if (!old) return false
    rows.delete(id)
    tally.replace(old, undefined)
    return true
  }

  return {
    rows,
    counts: tally.counts,
    listen(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    take(stations, state) {
      const now = before?.state.alarms === state.alarms ? alarms : byStation(state.alarms.values())
      const ids = before?.stations === stations ? state.changed : null
      let standings = false
      for (const id of ids ?? stations.keys()) {
        const station = stations.get(id)
        if (station) standings = put(station, state, now.get(id) ?? NO_ALARMS, rows.get(id)) || standings
      }
      if (ids === null && rows.size > stations.size) {
        for (const id of rows.keys()) if (!stations.has(id)) standings = remove(id) || standings
      }
      before = { stations, state }
      alarms = now
      const change = { ids, standings }
      for (const heard of listeners) heard(change)
      return change
    },
  }
}

/** The same object as long as nothing else becomes known of the station. */
function bareOf({ others }: LiveState, id: string, old: Row | undefined): Row['latest'] {
  if (others === null) return undefined
  const reporting = others.get(id) ?? 'reporting'
  const latest = old?.latest
  const isBare = latest !== undefined && latest.at === null && latest.reporting === reporting && latest.alarm === null
  return isBare ? latest : bareStation(id, reporting)
}

function isShownOtherwise(a: Row, b: Row): boolean {
  return (
    a.look.standing !== b.look.standing ||
    a.look.phase !== b.look.phase ||
    a.look.silent !== b.look.silent ||
    a.look.foretold !== b.look.foretold ||
    a.look.so.standing !== b.look.so.standing ||
    a.look.so.phase !== b.look.so.phase ||
    (a.look.alarm === null) !== (b.look.alarm === null) ||
    a.station !== b.station
  )
}

function areSame(a: readonly WireAlarm[], b: readonly WireAlarm[]): boolean {
  return a === b || (a.length === b.length && a.every((alarm, i) => alarm === b[i]))
}
