import { HOUR, SECOND, type EpochMs } from '@ioc/shared/time'
import {
  AQI_POLLUTANTS,
  hourlyAqi,
  nowCast,
  nowCastWeight,
  NOWCAST_HOURS,
  type Aqi,
  type AqiPollutant,
} from '@ioc/shared/vn-aqi'

/** What one hour of a pollutant came to. */
export interface HourOf {
  at: EpochMs
  /** Mean of the good values; null: there are none. */
  mean: number | null
  /** Good values against those that the station owed, 0 to 1. */
  share: number
}

export interface PollutantLine {
  pollutant: AqiPollutant
  /** Of the hour itself. */
  mean: number | null
  share: number
  /** What the index is made of: NowCast of dust, the hour's mean of a gas; null: not enough of it. */
  used: number | null
  isNowCast: boolean
  index: number | null
}

export interface AqiExplanation {
  aqi: Aqi
  lines: PollutantLine[]
  /** The last hours of what decides, the oldest first. */
  hours: HourOf[]
  /** What an hour weighs against the one after it; null where a gas decides. */
  weight: number | null
}

interface Measured {
  /** The start of the hour. */
  hour: EpochMs
  now: EpochMs
  reportIntervalS: number
  /** Hourly means and counts of good values by the start of their hour. */
  means: ReadonlyMap<AqiPollutant, ReadonlyMap<EpochMs, { mean: number; count: number }>>
}

const DUST: readonly AqiPollutant[] = ['pm2_5', 'pm10']

/** How the VN_AQI of an hour comes about, by the same rules as the index itself; null where there is none. */
export function explainAqi({ hour, now, reportIntervalS, means }: Measured): AqiExplanation | null {
  const hoursOf = (pollutant: AqiPollutant): HourOf[] =>
    Array.from({ length: NOWCAST_HOURS }, (_, age) => {
      const at = hour - age * HOUR
      const held = means.get(pollutant)?.get(at)
      const expected = Math.max(1, (Math.min(at + HOUR, now) - at) / (reportIntervalS * SECOND))
      return { at, mean: held?.mean ?? null, share: held ? Math.min(1, held.count / expected) : 0 }
    })
  const measured = AQI_POLLUTANTS.filter((pollutant) => (means.get(pollutant)?.size ?? 0) > 0)
  const hours = new Map(measured.map((pollutant) => [pollutant, hoursOf(pollutant)]))
  const meansOf = (pollutant: AqiPollutant) => hours.get(pollutant)?.map(({ mean }) => mean) ?? []
  const aqi = hourlyAqi(Object.fromEntries(measured.map((pollutant) => [pollutant, meansOf(pollutant)])))
  if (!aqi) return null
  const lines = measured.map((pollutant): PollutantLine => {
    const { mean, share } = hours.get(pollutant)![0]!
    const isNowCast = DUST.includes(pollutant)
    const index = aqi.subIndices[pollutant === 'o3' ? 'o3_1h' : pollutant] ?? null
    return { pollutant, mean, share, used: isNowCast ? nowCast(meansOf(pollutant)) : mean, isNowCast, index }
  })
  return {
    aqi,
    lines: lines.sort((a, b) => (b.index ?? -1) - (a.index ?? -1)),
    hours: hours.get(aqi.main)!.toReversed(),
    weight: DUST.includes(aqi.main) ? nowCastWeight(meansOf(aqi.main)) : null,
  }
}
