import { describe, expect, it } from 'vitest'
import {
  aqiBand,
  dailyAqi,
  eightHourMeans,
  hourlyAqi,
  max8h,
  nowCast,
  roundIndex,
  subIndex,
  worstIndex,
  type AqiScale,
} from './vn-aqi.js'
import official from './vn-aqi-vectors.json' with { type: 'json' }

interface Vector {
  id: string
  kind: string
  pollutant?: string
  concentration_ugm3?: number
  aqi?: number
  band_vi?: string
  dominant?: string
  series_newest_first_ugm3?: (number | null)[]
  nowcast_normalised?: number | null
  pm25_aqi_normalised?: number | null
  hourly_ugm3?: number[]
  trailing_8h_means?: number[]
  max_8h?: number
  inputs_ugm3?: Record<string, number>
  sub_index?: Record<string, number>
}

const vectors = official.vectors as unknown as Vector[]
const of = (kind: string) => vectors.filter((vector) => vector.kind === kind)
const scaleOf = (name: string) => name.replace('pm25', 'pm2_5') as AqiScale
const byScale = (values: Record<string, number>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [scaleOf(name), value]))

describe('the vectors of Decision 1459/QĐ-TCMT', () => {
  it('are all run below', () => {
    const kinds = ['sub_index', 'nowcast', 'max_8h', 'hourly_aqi', 'daily_aqi']
    expect(vectors).toHaveLength(official.counts.vectors)
    expect(kinds.flatMap(of)).toHaveLength(vectors.length)
  })

  it.each(of('sub_index'))('$id: $pollutant at $concentration_ugm3 is $aqi, $band_vi', (vector) => {
    const index = subIndex(scaleOf(vector.pollutant!), vector.concentration_ugm3!)
    expect(index).toBe(vector.aqi)
    expect(aqiBand(index!).vi).toBe(vector.band_vi)
  })

  it.each(of('nowcast'))('$id: $note', (vector) => {
    const value = nowCast(vector.series_newest_first_ugm3!)
    expect(value === null ? null : Number(value.toFixed(4))).toBe(vector.nowcast_normalised)
    expect(subIndex('pm2_5', value)).toBe(vector.pm25_aqi_normalised)
  })

  it.each(of('max_8h'))('$id: $note', (vector) => {
    const means = eightHourMeans(vector.hourly_ugm3!)
    expect(means).toHaveLength(vector.trailing_8h_means!.length)
    for (const [hour, mean] of means.entries()) expect(mean).toBeCloseTo(vector.trailing_8h_means![hour]!, 1)
    expect(max8h(vector.hourly_ugm3!)).toBeCloseTo(vector.max_8h!, 2)
  })

  it.each(of('hourly_aqi'))('$id: $note', (vector) => {
    const { o3_1h, ...others } = byScale(vector.inputs_ugm3!) as Record<string, number>
    const inputs = o3_1h === undefined ? others : { ...others, o3: o3_1h }
    const steady = Object.entries(inputs).map(([name, value]) => [name, Array.from({ length: 12 }, () => value)])
    const index = hourlyAqi(Object.fromEntries(steady))
    expect(index).toMatchObject({ value: vector.aqi, scale: scaleOf(vector.dominant!) })
    expect(index!.subIndices).toEqual(byScale(vector.sub_index!))
    expect(aqiBand(index!.value).vi).toBe(vector.band_vi)
  })

  it.each(of('daily_aqi'))('$id: $note', (vector) => {
    const index = worstIndex(byScale(vector.inputs_ugm3!))
    expect(index).toMatchObject({ value: vector.aqi, scale: scaleOf(vector.dominant!) })
    expect(index!.subIndices).toEqual(byScale(vector.sub_index!))
    expect(aqiBand(index!.value).vi).toBe(vector.band_vi)
  })
})

describe('VN_AQI', () => {
  it('gives no index without PM, however bad a gas is', () => {
    expect(hourlyAqi({ no2: [3_000], o3: [900] })).toBeNull()
  })

  it('gives no NowCast with one of the newest three hours, and one with two', () => {
    expect(nowCast([40, null, null, 40])).toBeNull()
    expect(nowCast([null, 40, 40])).toBe(40)
    expect(nowCast([0, 0])).toBe(0)
  })

  it('takes nothing for a concentration that cannot be', () => {
    expect([-1, Number.NaN, Number.POSITIVE_INFINITY].map((c) => subIndex('co', c))).toEqual([null, null, null])
  })

  it('leaves ozone over 8 hours to the 1-hour value above 400', () => {
    expect([subIndex('o3_8h', 400), subIndex('o3_8h', 400.1)]).toEqual([300, null])
  })

  it('rounds to 1e-6 before it rounds half up', () => {
    expect([50.49, 50.4999999, 50.5, 0.49999949].map(roundIndex)).toEqual([50, 51, 51, 0])
  })

  it('asks six of eight hours for an 8-hour mean', () => {
    expect(max8h([80, 80, 80, 80, 80, 80, null, null])).toBe(80)
    expect(max8h([80, 80, 80, 80, 80, null, null, null])).toBeNull()
    expect(max8h([80, 80, 80, 80, 80, 80, 80])).toBeNull()
  })

  it('counts an 8-hour mean of ozone to the day in which it ends', () => {
    const day = { pm2_5: [10, null, 20], o3: [10, 10, 10] }
    expect(dailyAqi(day)).toMatchObject({ value: 30, main: 'pm2_5' })
    const night = Array.from({ length: 7 }, () => 150)
    expect(dailyAqi(day, night)).toMatchObject({
      main: 'o3',
      scale: 'o3_8h',
      value: subIndex('o3_8h', (7 * 150 + 10) / 8),
    })
  })

  it('takes the day mean of PM and the highest hour of each gas', () => {
    const index = dailyAqi({ pm10: [20, 40], no2: [30, 90, null], so2: [5], co: [900, 1_000], o3: [20, 60] })
    expect(index!.subIndices).toEqual({ pm10: 30, no2: 45, so2: 2, co: 5, o3_1h: 19 })
  })
})
