import type { WireReport } from '@ioc/shared/report'
import type { EpochMs } from '@ioc/shared/time'
import { readDayAqi } from '../indices/day-aqi.js'
import type { Latest } from '../ingest/latest.js'
import type { Clock } from '../ports/clock.js'
import type { ObservationStore } from '../ports/observation-store.js'
import { createReports } from '../report/reports.js'
import type { ShiftDesk } from '../shift/desk.js'
import type { Stations } from '../stations/stations.js'
import type { OpenAlarms } from './open-alarms.js'
import type { Forecasts } from './open-forecasts.js'

interface ReportsOptions extends Pick<OpenAlarms, 'dayAlarms' | 'dayEarly'> {
  clock: Clock
  stations: Stations
  store: ObservationStore
  latest: Pick<Latest, 'get'>
  forecasts: Pick<Forecasts, 'record'>
  shift: Pick<ShiftDesk, 'notes' | 'handovers'>
}

/** Wires the report of a day: what each part of the room knows of it. */
export function openReports(options: ReportsOptions): (day: EpochMs) => Promise<WireReport> {
  const { clock, stations, store, latest, dayAlarms, dayEarly, forecasts, shift } = options
  return createReports({
    clock,
    stations,
    store,
    shift,
    newestAt: (id) => latest.get(id)?.at ?? null,
    alarms: dayAlarms,
    early: dayEarly,
    forecasts: forecasts.record,
    air: ({ from }) => readDayAqi({ store, stations: stations.list(), day: from, now: clock.now() }),
  })
}
