import { groupId, groupOf, type Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { MaintenanceWindow, NewWindow } from '@ioc/shared/maintenance'
import { DAY, type EpochMs } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import { coded, type Fault } from '../errors.js'
import type { AlarmJournal } from '../ports/alarm-journal.js'
import type { Clock } from '../ports/clock.js'
import type { KnownStations } from '../ports/registry.js'
import { serve } from './alarm-life.js'
import { covers, isOpen, type Place } from './covers.js'
import type { Occurrences } from './occurrences.js'
import type { Places } from './places.js'

/** Longer work is planned anew: what nobody looks at any more must not stay quiet for ever. */
const LONGEST_MS = 31 * DAY

export interface Maintenance {
  /** The windows that overlap the span, the first to begin first. */
  list(from: EpochMs, to: EpochMs): MaintenanceWindow[]
  /** Durable once resolved, and in force at once; a coded error where it makes no sense. */
  add(window: NewWindow, by: string): Promise<MaintenanceWindow>
  /** Ends a window now; one that has not begun never will. */
  end(id: string, by: string): Promise<MaintenanceWindow>
}

interface MaintenanceOptions {
  journal: Pick<AlarmJournal, 'windows' | 'putWindow'>
  clock: Clock
  occurrences: Pick<Occurrences, 'all' | 'turn'>
  stations: Pick<KnownStations, 'get'>
  places: Places
}

/** Takes alarms out of service while work goes on where they are, and puts them back as they are by then. */
export function createMaintenance({ journal, clock, occurrences, stations, places }: MaintenanceOptions) {
  const windows = new Map<string, MaintenanceWindow>()
  let inForce: MaintenanceWindow[] = []
  const inTurn = createTurn()

  function placeOf(id: string): Place | undefined {
    const station = stations.get(id as StationId)
    return station && { areas: places.areasOf(station), gateway: places.gatewayOf(station) }
  }

  function covering(alarm: Alarm): MaintenanceWindow | null {
    return inForce.find((window) => covers(window, alarm, placeOf)) ?? null
  }

  function review(alarms: Iterable<Alarm>, now: EpochMs): void {
    for (const alarm of alarms) {
      const window = covering(alarm)
      occurrences.turn(serve(alarm, window?.id ?? null), now, window?.by ?? null, window?.reason ?? null)
    }
  }

  function tick(now: EpochMs): void {
    if (windows.size === 0) return
    const current = [...windows.values()].filter((window) => isOpen(window, now))
    if (current.length === inForce.length && current.every((window, index) => window === inForce[index])) return
    inForce = current
    review(occurrences.all(), now)
  }

  function strangersIn({ stations: ids, areas, gateway }: NewWindow): Fault[] {
    const groups = [...areas.map((id) => groupId('area', id)), ...(gateway ? [groupId('gateway', gateway)] : [])]
    const unknown = [
      ...ids.filter((id) => !stations.get(id as StationId)),
      ...groups.filter((group) => places.nameOf(group) === null),
    ]
    return unknown.map((id) => {
      const { kind, id: name } = groupOf(id) ?? { kind: 'station', id }
      return { at: kind === 'gateway' ? kind : `${kind}s`, message: `there is no ${kind} "${name}"` }
    })
  }

  async function keep(window: MaintenanceWindow): Promise<MaintenanceWindow> {
    await journal.putWindow(window)
    windows.set(window.id, window)
    tick(clock.now())
    return window
  }

  const maintenance: Maintenance = {
    list(from, to) {
      const wanted = [...windows.values()].filter((window) => window.from < to && window.to > from)
      return wanted.sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
    },
    async add(window, by) {
      const now = clock.now()
      const faults = [...faultsOf(window, now), ...strangersIn(window)]
      if (faults.length > 0) throw coded('request.bad', 'the maintenance window makes no sense', { faults })
      return inTurn(() => keep({ ...window, id: `w${windows.size + 1}-${now.toString(36)}`, by, endedBy: null }))
    },
    end(id, by) {
      return inTurn(() => {
        const window = windows.get(id)
        if (!window) throw coded('not-found', `there is no maintenance window ${id}`)
        const now = clock.now()
        if (window.to <= now) throw coded('alarm.state', `maintenance window ${id} is over`)
        return keep({ ...window, to: Math.max(window.from, now), endedBy: by })
      })
    },
  }

  return {
    ...maintenance,
    async open(now: EpochMs) {
      for (const window of await journal.windows()) windows.set(window.id, window)
      tick(now)
    },
    tick,
    /** The window that covers an alarm now; null where none does. */
    windowOf: (alarm: Alarm): string | null => covering(alarm)?.id ?? null,
    /** Looks at these alarms anew: a station stands elsewhere now, or speaks through another gateway. */
    review,
  }
}

function faultsOf({ stations, areas, gateway, from, to }: NewWindow, now: EpochMs): Fault[] {
  const faults: Fault[] = []
  if (stations.length === 0 && areas.length === 0 && gateway === null) {
    faults.push({ at: 'stations', message: 'say what is worked on: stations, areas or a gateway' })
  }
  if (to <= from) faults.push({ at: 'to', message: 'must be after from' })
  else if (to <= now) faults.push({ at: 'to', message: 'must be in the future' })
  if (to - from > LONGEST_MS) faults.push({ at: 'to', message: 'must be at most 31 days after from' })
  return faults
}
