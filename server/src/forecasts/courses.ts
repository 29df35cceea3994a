import type { WithoutForecast } from '@ioc/shared/forecast'
import type { StationId } from '@ioc/shared/ids'
import type { EpochMs } from '@ioc/shared/time'
import type { ForecastPlace, IssuedForecast } from '../ports/forecasts.js'
import type { Choice } from './choose.js'
import type { Backtest } from './work.js'

/** What looking at a datastream tells; whether a record is good enough to show a forecast is asked later. */
export type WhyNot = Exclude<WithoutForecast, 'waiting' | 'unreliable'>

/** One datastream and span as the desk follows it. */
export interface Course extends ForecastPlace {
  choice: Choice | null
  chosenAt: EpochMs
  /** The step that was chosen with it. */
  stepMs: number | null
  backtest: Backtest | null
  issued: IssuedForecast | null
  /** Null: it has one, or nobody has looked yet. */
  without: WhyNot | null
  /** End of the past that was looked at last, and when that was. */
  triedTo: EpochMs
  triedAt: EpochMs
}

/** Every datastream that is followed. */
export interface Courses {
  find(place: ForecastPlace): Course | undefined
  /** Begins to follow what is not. */
  begin(place: ForecastPlace): Course
  /** Of these stations; all where left out. */
  at(stations?: readonly string[]): Course[]
  forget(station: StationId): void
}

export function createCourses(): Courses {
  const byStation = new Map<string, Map<string, Course>>()

  function find({ station, property, span }: ForecastPlace): Course | undefined {
    return byStation.get(station)?.get(`${property}/${span}`)
  }

  return {
    find,
    begin({ station, property, span }) {
      const nothing = { choice: null, chosenAt: 0, stepMs: null, backtest: null, issued: null, without: null }
      const course: Course = { station, property, span, ...nothing, triedTo: 0, triedAt: 0 }
      const here = byStation.get(station)
      if (here) here.set(`${property}/${span}`, course)
      else byStation.set(station, new Map([[`${property}/${span}`, course]]))
      return course
    },
    at(stations = [...byStation.keys()]) {
      return stations.flatMap((station) => [...(byStation.get(station)?.values() ?? [])])
    },
    forget(station) {
      byStation.delete(station)
    },
  }
}
