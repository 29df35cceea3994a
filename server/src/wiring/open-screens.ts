import type { Peak } from '@ioc/shared/overview'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { MINUTE, type EpochMs } from '@ioc/shared/time'
import type { LatestStation, View, WireLedger } from '@ioc/shared/wire'
import type { AlarmDesk } from '../alarms/desk.js'
import { toLatestStation, type SuspicionOf } from '../ingest/latest-station.js'
import type { Latest } from '../ingest/latest.js'
import type { LedgerRow } from '../ingest/ledger.js'
import type { ReportCounts } from '../ingest/report-counts.js'
import { usualIntervalMs } from '../ingest/usual-interval.js'
import { toWireLedger } from '../ingest/wire-ledger.js'
import { createLiveDesk, type LiveDesk } from '../live/live-desk.js'
import { createSight, parseView } from '../live/view.js'
import { createOverview, type Overview } from '../overview/overview.js'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore, PastMoment } from '../ports/observation-store.js'
import type { Gateways } from '../stations/gateways.js'
import type { Stations } from '../stations/stations.js'
import { withCommunes } from '../stations/with-communes.js'
import { airAsOf } from './air-as-of.js'
import { createLatestAsOf } from './latest-as-of.js'

interface ScreensOptions {
  stations: Stations
  gateways: Gateways
  store: ObservationStore
  latest: Latest
  reports: ReportCounts
  alarms: AlarmDesk
  suspicionOf: SuspicionOf
  committedAt: () => EpochMs | null
  loadsAhead: () => ReadonlyMap<string, readonly Peak[]>
  clock: Clock
}

export interface Screens {
  live: LiveDesk
  /** The table of stations is another; what was told of the past goes by the old one. */
  stationsChanged(): void
  /** What a client asks to see, an area standing for the communes in it; null where it is no view. */
  parseView(input: unknown): View | null
  /** The stations of a view as they are when they are read, or were at a moment. */
  latest(view: View, moment?: PastMoment): Promise<Iterable<LatestStation>>
  overview: Overview
  /** Who stands in a view. */
  idsIn(view: View): StationId[]
  toLedger(row: LedgerRow): WireLedger
}

/** Wires what the screens are owed: the state of now, pushed and asked for, and of a moment in the past. */
export function openScreens(options: ScreensOptions): Screens {
  const { stations, gateways, store, latest, reports, alarms, suspicionOf, committedAt, loadsAhead, clock } = options
  const describe = (id: StationId): LatestStation => toLatestStation(id, latest.get(id), alarms.worst(id), suspicionOf)
  const never = (id: StationId): LatestStation => toLatestStation(id, undefined, null, suspicionOf)
  const past = createLatestAsOf({ store, stations, alarms, suspicionOf, clock })
  const stationsIn = (view: View) => stations.list().filter(createSight(withCommunes(view, stations.areas())))
  const reportsOf = ({ id, reportIntervalS }: Station) => reports.of(id, reportIntervalS, clock.now())

  let usual = { ms: null as number | null, valueAt: null as EpochMs | null, at: 0 }
  /** Learned while values come: of a field that fell silent it is what it was. */
  function usualMs(): number | null {
    const [valueAt, at] = [latest.valueAt(), clock.now()]
    if (usual.valueAt !== valueAt && (usual.ms === null || at - usual.at >= MINUTE)) {
      usual = { ms: usualIntervalMs(stations.list(), (id) => latest.get(id)?.reporting ?? 'never'), valueAt, at }
    }
    return usual.ms
  }

  const live = createLiveDesk({
    clock,
    stations,
    describe,
    reporting: (id) => latest.get(id)?.reporting ?? 'never',
    isAlarmed: (id) => alarms.worst(id) !== null,
    ongoingAlarms: alarms.ongoing,
    committedAt,
    valueAt: latest.valueAt,
    usualMs,
    drainChanged() {
      const changed = latest.drainChanged()
      // A gateway is heard like a station, and is none.
      for (const { id } of gateways.list()) changed.delete(id as StationId)
      return changed
    },
  })

  return {
    live,
    stationsChanged() {
      past.clear()
      live.directoryChanged('stations')
    },
    parseView(input) {
      const view = parseView(input)
      return view && withCommunes(view, stations.areas())
    },
    idsIn: (view) => stationsIn(view).map(({ id }) => id),
    async latest(view, moment) {
      const told = moment && (await past.get(moment))
      return describeEach(stationsIn(view), ({ id }) => (told ? (told.get(id) ?? never(id)) : describe(id)))
    },
    overview: createOverview({
      clock,
      store,
      stations,
      latest,
      asOf: past.get,
      airAsOf: (newest, at) => airAsOf(store, stations.list(), newest, at),
      completeness: (station) => reportsOf(station).day.rate,
      properties: stations.properties,
      loadsAhead,
    }),
    toLedger(row) {
      const station = stations.get(row.station)
      return toWireLedger(row, station ? reportsOf(station) : null)
    },
  }
}

/** One by one, as they are asked for: of tens of thousands nobody has to wait for the last. */
function* describeEach(
  stations: readonly Station[],
  told: (station: Station) => LatestStation,
): Iterable<LatestStation> {
  for (const station of stations) yield told(station)
}
