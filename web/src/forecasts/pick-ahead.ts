import type { WireForecast } from '@ioc/shared/forecast'
import { HOUR, type EpochMs } from '@ioc/shared/time'
import { isOvertaken } from './is-overtaken.js'
import { joinAhead, type ForecastAhead } from './join-ahead.js'

interface Known {
  /** The forecasts of a datastream, the next hours in fine steps and the next day; null where there is none. */
  hours: WireForecast | null
  day: WireForecast | null
  newest: { at: EpochMs; value: number } | null
  /** How long a past is drawn. */
  pastMs: number
  /** Its values are amounts of their steps. */
  amounts: boolean
}

interface Ahead {
  /** What is drawn and told. */
  forecast: ForecastAhead | null
  /** There are forecasts, and what was measured has left each of them. */
  overtaken: boolean
}

/** Behind a longer past bars of the next three hours would be a stub. */
const SHORT_MS = 6 * HOUR

/**
 * What a chart draws and tells of the forecasts of a datastream: one story, the same on every screen. Amounts are of a
 * time as long as their step, and cannot be joined: of the next hours where they fill the chart, of the next day otherwise.
 * None that the newest value has left is believed.
 */
export function pickAhead({ hours, day, newest, pastMs, amounts }: Known): Ahead {
  const isBelieved = (forecast: WireForecast | null): forecast is WireForecast =>
    forecast !== null && (newest === null || !isOvertaken(forecast, newest))
  const [near, far] = [isBelieved(hours) ? hours : null, isBelieved(day) ? day : null]
  const one = pastMs <= SHORT_MS ? (near ?? far) : (far ?? near)
  return {
    forecast: amounts ? one : joinAhead(near, far),
    overtaken: (hours ?? day) !== null && near === null && far === null,
  }
}
