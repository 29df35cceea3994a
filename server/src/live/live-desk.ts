import type { Alarm } from '@ioc/shared/alarm'
import type { StationId } from '@ioc/shared/ids'
import type { Reporting } from '@ioc/shared/station'
import { formatTime, type EpochMs } from '@ioc/shared/time'
import type { Beat, ForecastNews, LatestStation, View } from '@ioc/shared/wire'
import type { ForecastPlace } from '../ports/forecasts.js'
import type { Clock } from '../ports/clock.js'
import type { DirectoryPart, LiveClient, LiveState } from '../ports/live-client.js'
import { createAudience, type Audience, type Owed, type Room } from './audience.js'

/** At most four deltas a second. */
const DELTA_MS = 250
const BEAT_MS = 2_000

interface LiveDeskOptions extends Room {
  clock: Clock
  committedAt: () => EpochMs | null
  /** When the newest value of the whole field came. */
  valueAt: () => EpochMs | null
  /** How long the field is usually without a word at most, ms. */
  usualMs: () => number | null
  /** Every station that changed since the last call. */
  drainChanged: () => Set<StationId>
}

interface Viewer {
  client: LiveClient
  /** Null until it says what it wants to see. */
  seat: Seat | null
  seq: number
  /** Asked for while it could not take it. */
  wantsSnapshot: boolean
  /** What it must fetch again. */
  outdated: Set<DirectoryPart>
  /** What it could not take: names only, so that a stalled one costs no more than the number of stations. */
  debt: Owed | null
  /** Of what it will be told that a forecast was made anew. */
  forecasts: Map<string, ForecastNews['forecasts'][number]>
}

/** Those who look at the same. */
interface Seat {
  key: string
  /** The number of the last delta; who keeps up has the same. */
  seq: number
  audience: Audience
  viewers: Set<Viewer>
}

export interface LiveDesk {
  connect(client: LiveClient): { view(view: View): void; close(): void }
  alarmsChanged(alarms: readonly Alarm[]): void
  forecastsIssued(places: readonly ForecastPlace[]): void
  /** The list of stations itself, or the rules, have changed. */
  directoryChanged(part: DirectoryPart): void
  close(): void
}

/**
 * Keeps every dashboard up to date: a snapshot when it says what it wants to see, then numbered deltas.
 *
 * Who looks at the same is told by the same object, which the adapter writes out once. A client that cannot take more at
 * the moment gets nothing until it can, and then the newest state, never the backlog.
 */
export function createLiveDesk(options: LiveDeskOptions): LiveDesk {
  const { clock, committedAt, valueAt, usualMs, drainChanged, ...room } = options
  const viewers = new Set<Viewer>()
  const seats = new Map<string, Seat>()
  const reported = new Map<StationId, Reporting>()

  function sit(viewer: Viewer, view: View): void {
    leave(viewer)
    const key = JSON.stringify(view)
    let seat = seats.get(key)
    if (!seat) seats.set(key, (seat = { key, seq: 1, audience: createAudience(view, room), viewers: new Set() }))
    seat.viewers.add(viewer)
    viewer.seat = seat
    viewer.debt = null
  }

  function leave(viewer: Viewer): void {
    const { seat } = viewer
    viewer.seat = null
    if (seat?.viewers.delete(viewer) && seat.viewers.size === 0) seats.delete(seat.key)
  }

  function sendDelta(viewer: Viewer, delta: LiveState): void {
    viewer.client.send('delta', delta, ++viewer.seq)
  }

  function sendSnapshot(viewer: Viewer, { audience, seq }: Seat): void {
    viewer.wantsSnapshot = false
    viewer.debt = null
    viewer.seq = seq
    viewer.client.send('snapshot', audience.snapshot(formatTime(clock.now())), seq)
  }

  /** Those who report otherwise than at the last tick. */
  function shiftsOf(changed: ReadonlySet<StationId>): Set<StationId> {
    const shifted = new Set<StationId>()
    for (const id of changed) {
      const now = room.reporting(id)
      if (reported.get(id) === now) continue
      shifted.add(id)
      if (room.stations.get(id)) reported.set(id, now)
      else reported.delete(id)
    }
    return shifted
  }

  function tick(): void {
    const changed = drainChanged()
    const news = { changed, shifted: shiftsOf(changed) }
    const described = new Map<StationId, LatestStation>()
    const at = formatTime(clock.now())
    const pulse = { valueAt: formatOrNull(valueAt()) }
    for (const seat of seats.values()) {
      const owed = seat.audience.owed(news)
      let delta: LiveState | null = null
      if (!isEmpty(owed)) seat.seq += 1
      for (const viewer of seat.viewers) {
        if (!viewer.client.ready()) viewer.debt = merge(viewer.debt, owed)
        else if (viewer.wantsSnapshot) sendSnapshot(viewer, seat)
        else if (viewer.debt) {
          const whole = merge(viewer.debt, owed)
          viewer.debt = null
          if (!isEmpty(whole)) sendDelta(viewer, { ...seat.audience.delta(at, whole, described), ...pulse })
        } else if (!isEmpty(owed)) {
          sendDelta(viewer, (delta ??= { ...seat.audience.delta(at, owed, described), ...pulse }))
        }
      }
    }
    for (const viewer of viewers) {
      const { client, forecasts, outdated } = viewer
      if (!client.ready()) continue
      if (forecasts.size > 0) client.send('forecast', { at, forecasts: [...forecasts.values()] })
      forecasts.clear()
      for (const part of outdated) client.send(part, undefined)
      outdated.clear()
    }
  }

  function beat(): void {
    const message: Beat = {
      at: formatTime(clock.now()),
      committedAt: formatOrNull(committedAt()),
      valueAt: formatOrNull(valueAt()),
      usualMs: usualMs(),
    }
    for (const { client } of viewers) if (client.ready()) client.send('beat', message)
  }

  const stops = [clock.every(DELTA_MS, tick), clock.every(BEAT_MS, beat)]

  return {
    connect(client) {
      const viewer: Viewer = {
        client,
        seat: null,
        seq: 0,
        wantsSnapshot: false,
        outdated: new Set(),
        debt: null,
        forecasts: new Map(),
      }
      viewers.add(viewer)
      return {
        view(view) {
          sit(viewer, view)
          if (viewer.seat && client.ready()) sendSnapshot(viewer, viewer.seat)
          else viewer.wantsSnapshot = true
        },
        close() {
          leave(viewer)
          viewers.delete(viewer)
        },
      }
    },
    alarmsChanged(alarms) {
      for (const { audience } of seats.values()) audience.alarmsChanged(alarms)
    },
    forecastsIssued(places) {
      for (const { audience, viewers: those } of seats.values()) {
        for (const { station, property, span } of places) {
          if (!audience.sees(station)) continue
          for (const { forecasts } of those)
            forecasts.set(`${station}/${property}/${span}`, { station, property, span })
        }
      }
    },
    directoryChanged(part) {
      for (const { outdated } of viewers) outdated.add(part)
    },
    close: () => stops.forEach((stop) => stop()),
  }
}

function merge(debt: Owed | null, owed: Owed): Owed {
  const whole = debt ?? { stations: new Set(), alarms: new Map() }
  for (const id of owed.stations) whole.stations.add(id)
  for (const [id, alarm] of owed.alarms) whole.alarms.set(id, alarm)
  return whole
}

function formatOrNull(at: EpochMs | null): string | null {
  return at === null ? null : formatTime(at)
}

function isEmpty({ stations, alarms }: Owed): boolean {
  return stations.size === 0 && alarms.size === 0
}
