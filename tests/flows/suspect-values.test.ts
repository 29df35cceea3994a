import { afterEach, expect, it } from 'vitest'
import { readProvinceFolder } from '@ioc/server/adapters/province-folder'
import { requireProvince } from '@ioc/server/stations/province'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import type { WireAnomaly, WireObservation } from '@ioc/shared/wire'
import type { FaultShares } from '@ioc/simulators/faults'
import { measure } from '@ioc/simulators/measure'
import { reportsAt } from '@ioc/simulators/report'
import { scenarioNamed } from '@ioc/simulators/scenarios/scenario-named'
import { createSite } from '@ioc/simulators/world/site'
import { createWorld, type World } from '@ioc/simulators/world/world'
import { openTestApp, type TestApp } from '../open-test-app.js'

const province = requireProvince(await readProvinceFolder('provinces/hue'))
const SEED = 4
const START = Date.UTC(2026, 10, 10)
const PAST_DAYS = 12
const STEP = 5 * MINUTE

let room: TestApp
afterEach(() => room.close())

/** A station of the simulators that reports every five minutes. */
function reporterOf(station: Station, world: World) {
  const observer = { seed: SEED, site: createSite(station), world, worldTime: (at: number) => at }
  const own = { seed: SEED, key: observer.site.key, station: station.id, isAwake: () => true }
  const read = (at: number) => measure(observer, at, STEP)
  return {
    id: station.id,
    read,
    reports: (at: number, shares: FaultShares) => reportsAt({ ...own, shares, measure: read }, at, STEP, 1).flat(),
  }
}

async function post(station: string, observations: { at: number; values: object }[]): Promise<void> {
  const told = observations.map(({ at, values }) => ({ at: new Date(at).toISOString(), values }))
  await room.api('observations', { method: 'POST', body: { station, observations: told } })
}

/** The server after it has learned twelve days of these stations; the scenario begins when they are over. */
async function openWith(stations: readonly Station[], scenario: string, pace = 1) {
  room = await openTestApp({ env: { IOC_FORECAST_CPU: '0' }, startsAt: START })
  const start = room.clock.now()
  const world = createWorld({ seed: SEED, scenario: scenarioNamed(scenario)!, scenarioStart: start, pace })
  const reporters = stations.map((station) => reporterOf(station, world))
  const times = Array.from({ length: (PAST_DAYS * DAY) / STEP }, (_, i) => start - PAST_DAYS * DAY + i * STEP)
  for (const { id, read } of reporters)
    await post(
      id,
      times.map((at) => ({ at, values: read(at) })),
    )
  await learned()
  return reporters
}

/** Waits until the past of all is read. */
async function learned(): Promise<void> {
  do {
    await room.pass(1)
    await new Promise((resume) => setTimeout(resume, 100))
  } while (!/^ioc_anomalies_unlearned 0$/m.test(await room.metrics()))
}

/** Lets time pass until the next step, a minute at a time, and all report what they say. */
async function pass(reports: (at: number) => Iterable<readonly [id: string, values: object]>): Promise<void> {
  const until = Math.floor(room.clock.now() / STEP + 1) * STEP
  while (room.clock.now() < until) {
    room.clock.advance(Math.min(MINUTE, until - room.clock.now()))
    await new Promise((resume) => setTimeout(resume, 2))
  }
  const at = room.clock.now()
  for (const [id, values] of reports(at)) await post(id, [{ at, values }])
}

const read = (station: string, property: string, from: number) =>
  room.api<WireObservation[]>(`observations?station=${station}&property=${property}&from=${from}`)

it('takes what a drifting sensor says for suspect, and of its neighbours nothing', async () => {
  const reporters = await openWith(province.stations.filter(({ kind }) => kind === 'air').slice(0, 6), 'calm')
  const [ill] = reporters
  const start = room.clock.now()
  for (let step = 0; step < (6 * HOUR) / STEP; step++) {
    await pass(function* (at) {
      for (const one of reporters) {
        for (const { values } of one.reports(at, one === ill ? { drift: 1 } : {})) yield [one.id, values]
      }
    })
  }
  const suspects: string[] = []
  for (const { id, read: sense } of reporters) {
    for (const property of Object.keys(sense(start))) {
      const values = await read(id, property, start)
      if (values.some(({ quality }) => quality === 'suspect')) suspects.push(`${id}/${property}`)
    }
  }
  expect(suspects).toContain(`${ill!.id}/humidity`)
  expect(suspects.filter((each) => !each.startsWith(ill!.id))).toEqual([])
}, 180_000)

it('takes no river of a flood for suspect, but a gauge that stands still, unless that is past báo động I', async () => {
  const gauges = province.stations.filter(({ kind }) => kind === 'water')
  const reporters = await openWith(gauges, 'flood', 2)
  const start = room.clock.now()
  const [low, high] = ['HUE-WL-08', 'HUE-WL-10']
  const { attributes } = gauges.find(({ id }) => id === high)!
  await room.api(`stations/${high}`, { method: 'PATCH', body: { attributes: { ...attributes, bd1: -9 } } })
  const stuck = new Map(reporters.map(({ id, read: sense }) => [id, sense(start)]))
  for (let step = 0; step < (8 * HOUR) / STEP; step++) {
    await pass(function* (at) {
      for (const { id, read: sense } of reporters) yield [id, id === low || id === high ? stuck.get(id)! : sense(at)]
    })
  }
  for (const { id } of reporters) {
    const values = await read(id, 'water_level', start)
    const suspect = values.some(({ quality }) => quality === 'suspect')
    expect(`${id} ${suspect}`).toBe(`${id} ${id === low}`)
  }
  const doubts = await room.api<WireAnomaly[]>('anomalies')
  const faulty = doubts.filter(({ suspect }) => suspect).map(({ station, kind }) => `${station} ${kind}`)
  expect(faulty.sort()).toEqual([`${low} flatline`, `${high} flatline`])
}, 180_000)
