import { AQI_POLLUTANTS, type AqiPollutant } from '@ioc/shared/vn-aqi'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { HOUR } from '@ioc/shared/time'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../adapters/memory/observation-store.js'
import type { ObservationStore } from '../ports/observation-store.js'
import { createRunningMeans, type RunningMeans } from './running-means.js'

const NOW = Date.UTC(2026, 10, 22, 3)
const [A, B] = ['HUE-AQ-01', 'HUE-AQ-02'] as [StationId, StationId]
const PM = AQI_POLLUTANTS.find((pollutant) => pollutant === 'pm2_5') as AqiPollutant

function measured(station: StationId, at: number, value: number): Observation {
  const property = 'pm2_5' as PropertyKey
  const datastream = datastreamId(station, property)
  return { datastream, station, property, at, value, quality: 'good', receivedAt: at, timeSource: 'device' }
}

describe('running means', () => {
  let store: ObservationStore
  let means: RunningMeans
  let asked: StationId[][]
  let meanwhile: (() => Promise<void>) | null
  beforeEach(() => {
    store = createMemoryStore()
    asked = []
    meanwhile = null
    means = createRunningMeans({
      async bucketsByStation(query) {
        asked.push([...query.stations])
        const found = await store.bucketsByStation(query)
        await meanwhile?.()
        return found
      },
    })
  })

  async function arrive(observation: Observation, corrected = false): Promise<void> {
    const observations = [observation]
    const outcomes = await store.classify(observations)
    await store.commit({ observations, outcomes, rejections: [], tallies: [] })
    means.add(observation, corrected)
  }

  async function meansNow(...stations: StationId[]): Promise<(number | undefined)[]> {
    const found = await means.of(stations, NOW)
    return stations.map(
      (station) =>
        found
          .get(station)
          ?.get(PM)
          ?.get(NOW - HOUR)?.mean,
    )
  }

  it('asks for all that it does not know in one question, and then for nobody', async () => {
    await arrive(measured(A, NOW - HOUR, 10))
    await arrive(measured(B, NOW - HOUR, 30))
    expect(await meansNow(A, B)).toEqual([10, 30])
    await arrive(measured(A, NOW - HOUR + 1, 20))
    expect(await meansNow(A, B)).toEqual([15, 30])
    expect(asked).toEqual([[A, B]])
  })

  it('asks again for the station of a correction alone', async () => {
    await arrive(measured(A, NOW - HOUR, 10))
    await arrive(measured(B, NOW - HOUR, 30))
    await meansNow(A, B)
    await arrive(measured(B, NOW - HOUR, 40), true)
    expect(await meansNow(A, B)).toEqual([10, 40])
    expect(asked).toEqual([[A, B], [B]])
  })

  it('does not hold what was read while more arrived', async () => {
    await arrive(measured(A, NOW - HOUR, 10))
    await arrive(measured(B, NOW - HOUR, 30))
    meanwhile = () => arrive(measured(A, NOW - HOUR + 1, 20))
    await meansNow(A, B)
    meanwhile = null
    expect(await meansNow(A, B)).toEqual([15, 30])
    expect(asked).toEqual([[A, B], [A]])
  })
})
