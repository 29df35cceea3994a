import type { Compared, WireOverview } from '@ioc/shared/overview'
import { formatTime, HOUR } from '@ioc/shared/time'
import type { IsoTime } from '@ioc/shared/wire'

/** A figure of the province, in the unit in which it is read. */
export interface Figure extends Compared {
  unit: string
  decimals: number
  /** Of when it speaks. */
  at: IsoTime
  /** The one that it is of. */
  station?: string
}

export const FIGURES = ['river', 'rain', 'air', 'speed', 'load'] as const
export type FigureKey = (typeof FIGURES)[number]

/** The figures of the province as every screen writes them; null where nothing fresh is measured. */
export function figuresOf(overview: WireOverview | null): Record<FigureKey, Figure | null> {
  if (!overview) return { river: null, rain: null, air: null, speed: null, load: null }
  const { at, river, rain, air, speed, load } = overview
  return {
    river: river && { ...pick(river), at: river.at, station: river.station, unit: 'm', decimals: 2 },
    rain: rain && { ...pick(rain), at, station: rain.station, unit: 'mm', decimals: 1 },
    air: air && { ...pick(air), at: endOfHour(air.at, at), station: air.station, unit: '', decimals: 0 },
    speed: speed && { ...pick(speed), at, unit: 'km/h', decimals: 0 },
    load: load && { ...pick(load, 1_000), at, unit: 'MW', decimals: 2 },
  }
}

function pick({ value, yesterday }: Compared, per = 1): Compared {
  return { value: value / per, yesterday: yesterday === null ? null : yesterday / per }
}

/** An index is named by the start of its hour; the running one speaks of now. */
function endOfHour(start: IsoTime, now: IsoTime): IsoTime {
  return formatTime(Math.min(Date.parse(start) + HOUR, Date.parse(now)))
}
