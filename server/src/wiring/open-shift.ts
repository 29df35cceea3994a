import { randomBytes } from 'node:crypto'
import { isSilent } from '@ioc/shared/station'
import type { Database } from '../adapters/duckdb/database.js'
import { openShiftStore } from '../adapters/duckdb/shift-store.js'
import type { AlarmDesk } from '../alarms/desk.js'
import type { Latest } from '../ingest/latest.js'
import type { Clock } from '../ports/clock.js'
import { createShiftDesk, type ShiftDesk } from '../shift/desk.js'
import { standingOf } from '../shift/standing.js'
import type { Stations } from '../stations/stations.js'

interface ShiftOptions {
  database: Database
  stations: Stations
  latest: Latest
  alarms: Pick<AlarmDesk, 'ongoing' | 'maintenance'>
  clock: Clock
}

/** Wires what one shift leaves to the next: who signs, signs for the alarms and silent stations of that moment. */
export async function openShift({ database, stations, latest, alarms, clock }: ShiftOptions): Promise<ShiftDesk> {
  return createShiftDesk({
    store: await openShiftStore(database),
    clock,
    newId: () => randomBytes(9).toString('base64url'),
    standing() {
      const silent = stations.list().flatMap(({ id }) => (isSilent(latest.get(id)?.reporting) ? [id] : []))
      const windows = alarms.maintenance.list(clock.now(), clock.now() + 1)
      return standingOf(alarms.ongoing(), silent, ({ outOfService }) => {
        return windows.find(({ id }) => id === outOfService)?.reason ?? null
      })
    },
  })
}
