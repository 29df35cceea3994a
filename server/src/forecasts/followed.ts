import type { WithoutForecast } from '@ioc/shared/forecast'
import type { StationId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'
import type { ForecastPlace, IssuedForecast } from '../ports/forecasts.js'
import type { Choice } from './choice/choose.js'

/** What looking at a datastream tells; whether a record is good enough to show a forecast is asked later. */
export type WhyNot = Exclude<WithoutForecast, 'waiting' | 'unreliable'>

/** One datastream and span as the desk follows it. */
export interface Followed extends ForecastPlace {
  /** Since when it is followed. */
  begunAt: EpochMs
  choice: Choice | null
  chosenAt: EpochMs
  /** The step that was chosen with it. */
  stepMs: number | null
  /** How far the choice was off over the past that it was made from, on average, in the unit of the property. */
  usualError: number | null
  /** The same of a river in the rain, as it was forecast last. */
  rainError: number | null
  issued: IssuedForecast | null
  /** Null: it has one, or nobody has looked yet. */
  without: WhyNot | null
  /** End of the past that was looked at last, and when that was. */
  triedTo: EpochMs
  triedAt: EpochMs
}

/** Every datastream that is followed. */
export interface Following {
  find(place: ForecastPlace): Followed | undefined
  /** Begins to follow what is not. */
  begin(place: ForecastPlace, now: EpochMs): Followed
  /** Of these stations; all where left out. */
  at(stations?: readonly string[]): Followed[]
  forget(station: StationId): void
}

export function createFollowing(): Following {
  const byStation = new Map<string, Map<string, Followed>>()

  function find({ station, property, span }: ForecastPlace): Followed | undefined {
    return byStation.get(station)?.get(`${property}/${span}`)
  }

  return {
    find,
    begin({ station, property, span }, begunAt) {
      const nothing = {
        choice: null,
        chosenAt: 0,
        stepMs: null,
        usualError: null,
        rainError: null,
        issued: null,
        without: null,
      }
      const followed: Followed = { station, property, span, begunAt, ...nothing, triedTo: 0, triedAt: 0 }
      const here = byStation.get(station)
      if (here) here.set(`${property}/${span}`, followed)
      else byStation.set(station, new Map([[`${property}/${span}`, followed]]))
      return followed
    },
    at(stations = [...byStation.keys()]) {
      return stations.flatMap((station) => [...(byStation.get(station)?.values() ?? [])])
    },
    forget(station) {
      byStation.delete(station)
    },
  }
}
