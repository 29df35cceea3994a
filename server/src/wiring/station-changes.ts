import type { StationId } from '@ioc/shared/ids'
import type { AlarmDesk } from '../alarms/desk.js'
import type { IndexDesk } from '../indices/desk.js'
import type { Latest } from '../ingest/latest.js'
import type { RecentMessages } from '../ingest/recent-messages.js'
import type { Access } from './open-access.js'
import type { Forecasts } from './open-forecasts.js'
import type { Screens } from './open-screens.js'

interface Told {
  access: Pick<Access, 'forget'>
  /** Ends the connections of a sender. */
  disconnect: (sender: StationId) => void
  messages: Pick<RecentMessages, 'forget'>
  latest: Pick<Latest, 'forget' | 'markChanged'>
  indices: Pick<IndexDesk, 'stationChanged' | 'stationRemoved'>
  forecasts: Pick<Forecasts, 'stationRemoved'>
  alarms: Pick<AlarmDesk, 'stationsChanged' | 'stationsRemoved'>
  screens: Pick<Screens, 'stationsChanged'>
}

export interface StationChanges {
  stationsChanged(ids: readonly StationId[], what: 'kept' | 'removed'): void
  /** A station or a gateway: nothing comes from it any more. */
  senderRemoved(id: StationId): void
}

/** Who is told when people change the stations: first who lets something in, then who knows of it, the screens last. */
export function createStationChanges(told: Told): StationChanges {
  const { access, disconnect, messages, latest, indices, forecasts, alarms, screens } = told

  function senderRemoved(id: StationId): void {
    access.forget(id)
    disconnect(id)
    messages.forget(id)
    latest.forget(id)
  }

  return {
    senderRemoved,
    stationsChanged(ids, what) {
      for (const id of ids) {
        if (what === 'removed') {
          senderRemoved(id)
          indices.stationRemoved(id)
          forecasts.stationRemoved(id)
        } else indices.stationChanged(id)
        latest.markChanged(id)
      }
      if (what === 'removed') alarms.stationsRemoved(ids)
      else alarms.stationsChanged(ids)
      screens.stationsChanged()
    },
  }
}
