import type { WireForecast } from '@ioc/shared/forecast'
import { HOUR, type EpochMs } from '@ioc/shared/time'
import { isOvertaken } from './is-overtaken.js'

interface Known {
  /** The forecasts of a datastream, the next hours in fine steps and the next day; null where there is none. */
  hours: WireForecast | null
  day: WireForecast | null
  newest: { at: EpochMs; value: number } | null
  /** How long a past is drawn. */
  pastMs: number
}

interface Ahead {
  /** What is drawn and told: of the next hours where they fill the chart, of the next day otherwise. */
  forecast: WireForecast | null
  /** There are forecasts, and what was measured has left each of them. */
  overtaken: boolean
}

/** Behind a longer past the next three hours would be a stub. */
const SHORT_MS = 6 * HOUR

/** Which of the forecasts of a datastream a chart draws and tells: one, so that its words are those of its line. None that the newest value has left is believed. */
export function pickAhead({ hours, day, newest, pastMs }: Known): Ahead {
  const issued = [hours, day].filter((forecast) => forecast !== null)
  const standing = issued.filter((forecast) => newest === null || !isOvertaken(forecast, newest))
  return {
    forecast: (pastMs <= SHORT_MS ? standing[0] : standing.at(-1)) ?? null,
    overtaken: issued.length > 0 && standing.length === 0,
  }
}
