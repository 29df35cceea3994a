import { expect, it } from 'vitest'
import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import { readProvinceFolder } from '@ioc/server/adapters/province-folder'
import { createAlarmDesk } from '@ioc/server/alarms/desk'
import { expectationOf } from '@ioc/server/forecasts/expectation'
import type { IssuedForecast } from '@ioc/server/ports/forecasts'
import { requireProvince } from '@ioc/server/stations/province'
import { datastreamId, type PropertyKey } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { measure } from '@ioc/simulators/measure'
import { scenarioNamed } from '@ioc/simulators/scenarios/scenario-named'
import { createSite } from '@ioc/simulators/world/site'
import { createWorld } from '@ioc/simulators/world/world'
import { openForecastRoom } from '../forecast-room.js'
import { silentEvents } from '../silent-events.js'

const province = requireProvince(await readProvinceFolder('provinces/hue'))
const START = Date.parse('2026-11-10T00:00:00Z')
const STEP = 5 * MINUTE
const PAST_DAYS = 14
/** A river is known by the floods it had. */
const LAST_FLOOD_DAYS = 9
/** In how many hours the storm is told, and how many of them are looked at. */
const TOLD_H = 32
const HOURS = 4
/** The gauges at the mouths of the two rivers, where the flood comes last, and those above them. */
const MOUTHS = ['HUE-WL-07', 'HUE-WL-09']
const GAUGES = [...MOUTHS, 'HUE-WL-05', 'HUE-WL-06', 'HUE-WL-08']

const keyOf = ({ kind }: Station) => (kind === 'rain' ? 'rain' : 'water_level') as PropertyKey

/** Tells a flood of the simulators, after two weeks with another one in them, to the real desks of forecasts and of alarms. */
async function tellFlood(seed: number) {
  const stations = province.stations.filter(({ id, kind }) => kind === 'rain' || GAUGES.includes(id))
  const issued: IssuedForecast[] = []
  const room = openForecastRoom({
    stations,
    start: START,
    onIssued(batch) {
      issued.push(...batch)
      for (const { station, property } of batch) {
        const all = room.desk.courses([station]).filter((course) => course.property === property)
        const expectation = expectationOf(all.flatMap((course) => course.issued ?? []))
        if (expectation) alarms.foresee(station, property as PropertyKey, expectation)
      }
    },
  })
  const journal = createAlarmJournal()
  const alarms = createAlarmDesk({
    rules: province.rules.filter(({ id }) => id === 'flood-level' || id === 'flood-ahead'),
    stations: new Map(stations.map((station) => [station.id, station])),
    journal,
    clock: room.clock,
    properties: province.properties,
    events: silentEvents(),
    onChange: () => undefined,
  })
  await alarms.open([], new Map())
  const scenario = scenarioNamed('flood')!
  const pace = scenario.lastsH / TOLD_H
  const world = createWorld({ seed, scenario, scenarioStart: START, pace })
  const before = createWorld({ seed: seed + 1, scenario, scenarioStart: START - LAST_FLOOD_DAYS * DAY })
  const observers = stations.map((station) => ({
    station,
    observer: { seed, site: createSite(station), worldTime: (at: number) => at },
  }))
  const read = ({ station, observer }: (typeof observers)[number], at: number) => {
    const told = at < START - DAY ? before : world
    return [at, measure({ ...observer, world: told }, at, STEP)[keyOf(station)]!] as const
  }

  for (const each of observers) {
    const times = Array.from({ length: (PAST_DAYS * DAY) / STEP }, (_, i) => START - PAST_DAYS * DAY + i * STEP)
    await room.keep(
      each.station.id,
      keyOf(each.station),
      times.map((at) => read(each, at)),
    )
  }
  await room.desk.open()
  for (let at = START; at < START + HOURS * HOUR; at += STEP) {
    for (const each of observers) {
      const { station } = each
      const property = keyOf(station)
      const [, value] = read(each, at)
      await room.keep(station.id, property, [[at, value]])
      const place = { datastream: datastreamId(station.id, property), station: station.id, property }
      alarms.take([{ ...place, at, value, quality: 'good', receivedAt: at, timeSource: 'device' }])
    }
    await room.runTo(at + STEP - 1, MINUTE)
  }
  await room.desk.close()
  await alarms.close()
  return { events: await journal.events({}), issued, failures: room.failures }
}

it('announces BĐ II before the rivers reach it, at their mouths two hours before', async () => {
  const { events, failures } = await tellFlood(1)
  expect(failures).toEqual([])
  const leads = GAUGES.map((station) => {
    const bd2 = province.stations.find(({ id }) => id === station)!.attributes!['bd2'] as number
    const its = events.filter(({ alarm }) => alarm.station === station)
    const told = its.find(({ alarm }) => alarm.rule === 'flood-ahead')
    const real = its.find(({ alarm }) => alarm.rule === 'flood-level' && (alarm.limit ?? 0) >= bd2)
    expect(told?.at).toBeGreaterThan(START)
    expect(told?.alarm.early?.at).toBeGreaterThan(told!.at)
    return { station, lead: (real!.alarm.phenomenonTime - told!.at) / HOUR }
  })
  for (const { station, lead } of leads) {
    expect([station, lead >= (MOUTHS.includes(station) ? 2 : 1.5), lead]).toEqual([station, true, lead])
  }
}, 300_000)
