import { expect, it } from 'vitest'
import type { StationId } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { HOUR, MINUTE } from '@ioc/shared/time'
import type { ReadHistory } from '../../ports/observation-store.js'
import { createRiverInputs } from './river-input.js'

const TO = Date.UTC(2026, 10, 22)
const steps = (stepMs: number, from = TO - HOUR) => ({ from, to: TO, stepMs })
const place = { lon: 107.6, lat: 16.4 }
const stations = new Map(
  [
    { id: 'LOW', kind: 'water', ...place, attributes: { rainGauges: 'RAIN', upstream: 'HIGH' } },
    { id: 'SIDE', kind: 'water', ...place, attributes: { rainGauges: 'RAIN' } },
    { id: 'HIGH', kind: 'water', ...place },
    { id: 'RAIN', kind: 'rain', ...place },
  ].map((station) => [station.id as StationId, station as unknown as Station]),
)

/** A history of one value, which tells whose values were read and fails where it is told to. */
function openInputs() {
  const asked: string[] = []
  const failing = new Set<string>()
  const read: ReadHistory = async function* ({ station, property, from, everyMs, fn }) {
    if (fn === null) asked.push(`${station}/${property} ${everyMs! / MINUTE}`)
    if (failing.has(station)) throw new Error('the disk is gone')
    yield [{ at: from, value: 6, quality: 'good' }]
  }
  return { asked, failing, inputs: createRiverInputs({ read, stations }) }
}

it('reads what gauges share once, whatever steps others take meanwhile', async () => {
  const { asked, inputs } = openInputs()
  await inputs.of('LOW' as StationId, steps(10 * MINUTE))
  await inputs.of('SIDE' as StationId, steps(5 * MINUTE))
  await inputs.of('SIDE' as StationId, { ...steps(10 * MINUTE), to: TO + HOUR })
  await inputs.of('SIDE' as StationId, steps(10 * MINUTE))
  await inputs.of('LOW' as StationId, steps(10 * MINUTE))
  expect(asked.filter((each) => !/^(LOW|SIDE)/.test(each))).toEqual([
    'RAIN/rain 10',
    'HIGH/water_level 10',
    'RAIN/rain 5',
    'RAIN/rain 10',
  ])
})

it('asks again for a gauge that could not be read', async () => {
  const { asked, failing, inputs } = openInputs()
  failing.add('RAIN')
  await expect(inputs.of('SIDE' as StationId, steps(10 * MINUTE))).rejects.toThrow('the disk is gone')
  failing.clear()
  expect(await inputs.of('SIDE' as StationId, steps(10 * MINUTE))).toMatchObject({ above: null, prior: null })
  expect(asked).toEqual(['RAIN/rain 10', 'RAIN/rain 10', 'SIDE/water_level 10'])
})

/** Of a level the second half of an hour alone. */
const readHalf: ReadHistory = async function* ({ property, from }) {
  yield [{ at: property === 'rain' ? from : from + 30 * MINUTE, value: 6, quality: 'good' }]
}

it('begins with the first level that is known', async () => {
  const { of } = createRiverInputs({ read: readHalf, stations })
  const { level, rain } = (await of('SIDE' as StationId, steps(10 * MINUTE)))!
  expect(level).toEqual({ start: TO - 30 * MINUTE, stepMs: 10 * MINUTE, values: Float64Array.of(6, NaN, NaN) })
  expect(rain).toEqual(Float64Array.of(NaN, NaN, NaN))
})
