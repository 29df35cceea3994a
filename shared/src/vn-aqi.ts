/** The measured properties that VN_AQI is made of. */
export const AQI_POLLUTANTS = ['pm2_5', 'pm10', 'no2', 'so2', 'co', 'o3'] as const
export type AqiPollutant = (typeof AQI_POLLUTANTS)[number]

/** A column of the table of breakpoints: ozone has two, by averaging time. */
export type AqiScale = Exclude<AqiPollutant, 'o3'> | 'o3_1h' | 'o3_8h'

/** Hourly means in µg/m³ (CO too); null where the hour has none. */
export type HourlyMeans = readonly (number | null)[]
export type HourlyPollutants = Partial<Record<AqiPollutant, HourlyMeans>>

export interface Aqi {
  value: number
  /** 1 (Tốt) to 6 (Nguy hại). */
  band: number
  /** The property that decides it. */
  main: AqiPollutant
  /** The column that decides it. */
  scale: AqiScale
  subIndices: Partial<Record<AqiScale, number>>
}

const INDEX = [0, 50, 100, 150, 200, 300, 400, 500]

/** Decision 1459/QĐ-TCMT (12/11/2019), Bảng 2; ozone over 8 hours ends at 400. */
const BREAKPOINTS: Readonly<Record<AqiScale, readonly number[]>> = {
  o3_1h: [0, 160, 200, 300, 400, 800, 1_000, 1_200],
  o3_8h: [0, 100, 120, 170, 210, 400],
  co: [0, 10_000, 30_000, 45_000, 60_000, 90_000, 120_000, 150_000],
  so2: [0, 125, 350, 550, 800, 1_600, 2_100, 2_630],
  no2: [0, 100, 200, 700, 1_200, 2_350, 3_100, 3_850],
  pm10: [0, 50, 150, 250, 350, 420, 500, 600],
  pm2_5: [0, 25, 50, 80, 150, 250, 350, 500],
}
const SCALES = Object.keys(BREAKPOINTS) as AqiScale[]

/** The official bands, their names and colours as printed. */
export const AQI_BANDS = [
  { band: 1, min: 0, max: 50, vi: 'Tốt', en: 'Good', hex: '#00e400' },
  { band: 2, min: 51, max: 100, vi: 'Trung bình', en: 'Moderate', hex: '#ffff00' },
  { band: 3, min: 101, max: 150, vi: 'Kém', en: 'Poor', hex: '#ff7e00' },
  { band: 4, min: 151, max: 200, vi: 'Xấu', en: 'Bad', hex: '#ff0000' },
  { band: 5, min: 201, max: 300, vi: 'Rất xấu', en: 'Very bad', hex: '#8f3f97' },
  { band: 6, min: 301, max: 500, vi: 'Nguy hại', en: 'Hazardous', hex: '#7e0023' },
] as const
export type AqiBand = (typeof AQI_BANDS)[number]

export const NOWCAST_HOURS = 12
/** An 8-hour mean needs so many of its hours. The Decision does not say; three quarters is our choice. */
export const EIGHT_HOUR_MIN_HOURS = 6

/** Half-up after rounding to 1e-6, so that 50.49999999 made by binary fractions of 50.5 counts as 50.5. */
export function roundIndex(value: number): number {
  return Math.floor(Math.round(value * 1e6) / 1e6 + 0.5)
}

/** The band that holds a rounded index. */
export function aqiBand(value: number): AqiBand {
  return AQI_BANDS.find((band) => value <= band.max) ?? AQI_BANDS[5]
}

/**
 * The index of one concentration in µg/m³, rounded; null where there is none.
 *
 * At and above the last breakpoint it is 500. Ozone over 8 hours has no index above 400 µg/m³: the Decision leaves it
 * to the 1-hour value there.
 */
export function subIndex(scale: AqiScale, concentration: number | null): number | null {
  if (concentration === null || !Number.isFinite(concentration) || concentration < 0) return null
  const points = BREAKPOINTS[scale]
  const upper = points.findIndex((point) => concentration < point)
  if (upper === -1) return pastTheTable(scale, concentration)
  const low = points[upper - 1]!
  const lowIndex = INDEX[upper - 1]!
  return roundIndex(((INDEX[upper]! - lowIndex) / (points[upper]! - low)) * (concentration - low) + lowIndex)
}

function pastTheTable(scale: AqiScale, concentration: number): number | null {
  if (scale !== 'o3_8h') return 500
  return concentration > 400 ? null : 300
}

/**
 * NowCast of up to 12 hourly means of PM, newest first; null with fewer than two of the newest three.
 *
 * This is the normalised variant: the sum is divided by the weights of the hours that are present. The Decision prints
 * the formula for w = ½ without that division, so that there a missing hour would pull the value down as if it had
 * been clean; with all 12 hours the two differ by the factor 4095/4096.
 */
export function nowCast(newestFirst: HourlyMeans): number | null {
  const hours = newestFirst.slice(0, NOWCAST_HOURS)
  if (hours.slice(0, 3).filter((hour) => hour !== null).length < 2) return null
  const weight = nowCastWeight(hours)
  let sum = 0
  let weights = 0
  for (const [age, hour] of hours.entries()) {
    if (hour === null) continue
    sum += weight ** age * hour
    weights += weight ** age
  }
  return sum / weights
}

/**
 * What an hour weighs in NowCast against the hour after it, 0.5 to 1: the more the concentration moved, the less the
 * past counts. 1 where nothing was measured or all of it was 0.
 */
export function nowCastWeight(newestFirst: HourlyMeans): number {
  const present = newestFirst.slice(0, NOWCAST_HOURS).filter((hour) => hour !== null)
  const highest = Math.max(...present)
  return highest > 0 ? Math.max(Math.min(...present) / highest, 0.5) : 1
}

/** Means over 8 hours, one ending with each hour from the eighth on; null where fewer than `minHours` are present. */
export function eightHourMeans(oldestFirst: HourlyMeans, minHours = EIGHT_HOUR_MIN_HOURS): (number | null)[] {
  return oldestFirst.slice(7).map((_, start) => {
    const present = oldestFirst.slice(start, start + 8).filter((hour) => hour !== null)
    return present.length < minHours ? null : mean(present)
  })
}

/** The highest mean over 8 hours; null where no 8 hours have enough values. */
export function max8h(oldestFirst: HourlyMeans, minHours = EIGHT_HOUR_MIN_HOURS): number | null {
  return highestOf(eightHourMeans(oldestFirst, minHours))
}

/** The worst of the sub-indices; null without PM2.5 and PM10, one of which is mandatory. */
export function worstIndex(concentrations: Partial<Record<AqiScale, number | null>>): Aqi | null {
  const subIndices: Partial<Record<AqiScale, number>> = {}
  let scale: AqiScale | null = null
  for (const candidate of SCALES) {
    const index = subIndex(candidate, concentrations[candidate] ?? null)
    if (index === null) continue
    subIndices[candidate] = index
    if (scale === null || index > subIndices[scale]!) scale = candidate
  }
  if (scale === null || (subIndices.pm2_5 === undefined && subIndices.pm10 === undefined)) return null
  const value = subIndices[scale]!
  const main = scale === 'o3_1h' || scale === 'o3_8h' ? 'o3' : scale
  return { value, band: aqiBand(value).band, main, scale, subIndices }
}

/** VN_AQI of an hour from hourly means, newest (that hour) first: NowCast for PM, the hour's own mean for gases. */
export function hourlyAqi(newestFirst: HourlyPollutants): Aqi | null {
  return worstIndex({
    pm2_5: nowCast(newestFirst.pm2_5 ?? []),
    pm10: nowCast(newestFirst.pm10 ?? []),
    no2: newestFirst.no2?.[0] ?? null,
    so2: newestFirst.so2?.[0] ?? null,
    co: newestFirst.co?.[0] ?? null,
    o3_1h: newestFirst.o3?.[0] ?? null,
  })
}

/**
 * VN_AQI of a day from its hourly means, oldest first: the hours that begin at 0:00 to 23:00 local time, or those so far.
 *
 * PM is the mean of the day, gases their highest hour, ozone the worse of its highest hour and its highest 8-hour mean.
 * `o3Before` are the seven hours before the day: an 8-hour mean belongs to the day in which it ends.
 */
export function dailyAqi(oldestFirst: HourlyPollutants, o3Before: HourlyMeans = []): Aqi | null {
  const { pm2_5 = [], pm10 = [], no2 = [], so2 = [], co = [], o3 = [] } = oldestFirst
  return worstIndex({
    pm2_5: mean(pm2_5.filter((hour) => hour !== null)),
    pm10: mean(pm10.filter((hour) => hour !== null)),
    no2: highestOf(no2),
    so2: highestOf(so2),
    co: highestOf(co),
    o3_1h: highestOf(o3),
    o3_8h: max8h([...o3Before, ...o3]),
  })
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

function highestOf(values: HourlyMeans): number | null {
  return values.reduce(
    (highest, value) => (highest === null || (value !== null && value > highest) ? value : highest),
    null,
  )
}
