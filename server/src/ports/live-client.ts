import type { Alarm } from '@ioc/shared/alarm'
import type { Beat, ForecastNews, LatestStation, Others } from '@ioc/shared/wire'

/** What a delta or a snapshot carries on its way out; the adapter writes its alarms in wire form. */
export interface LiveState {
  at: string
  stations: LatestStation[]
  alarms: readonly Alarm[]
  removed?: string[]
  /** In a delta. */
  valueAt?: string | null
  others?: Others
}

/** What a dashboard fetches once, and again when it is told to. */
export type DirectoryPart = 'stations' | 'rules'

/** One dashboard. */
export interface LiveClient {
  /** False while what was sent before has not left us yet. */
  ready(): boolean
  /** Many clients are sent the same object: what is made of it can be made once. */
  send(event: 'snapshot' | 'delta', state: LiveState, seq: number): void
  send(event: 'beat', beat: Beat): void
  send(event: 'forecast', news: ForecastNews): void
  send(event: DirectoryPart, nothing: undefined): void
}
