import type { AlarmEvent } from '@ioc/shared/alarm'
import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import { readProvinceFolder } from '@ioc/server/adapters/province-folder'
import { createAlarmDesk } from '@ioc/server/alarms/desk'
import { expectationOf } from '@ioc/server/forecasts/expectation'
import { quantilesAt, stepsOf } from '@ioc/server/forecasts/record/score-issued'
import { createScore, type Score } from '@ioc/server/forecasts/choice/scores'
import type { IssuedForecast } from '@ioc/server/ports/forecasts'
import { requireProvince } from '@ioc/server/stations/province'
import type { ForecastSpan } from '@ioc/shared/forecast'
import { datastreamId, type PropertyKey } from '@ioc/shared/ids'
import type { Station } from '@ioc/shared/station'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { measure } from '@ioc/simulators/measure'
import { scenarioNamed } from '@ioc/simulators/scenarios/scenario-named'
import { createSite } from '@ioc/simulators/world/site'
import { createWorld } from '@ioc/simulators/world/world'
import { openForecastRoom } from './forecast-room.js'
import { silentEvents } from './silent-events.js'

/** A flood of the simulators, and what went before it. */
export interface Drill {
  seed: number
  /** In how many hours the storm is told, and how many of them are looked at. */
  toldH: number
  hours: number
  /** Whether the two weeks before it had a flood too: a river is known by the floods it had. */
  past: 'flood' | 'calm'
}

/** How BĐ II of a gauge was announced; times in hours since the storm began. */
export interface Announcement {
  station: string
  /** Null: not at all. */
  announcedH: number | null
  /** When the announcement thought that it would be. */
  expectedH: number | null
  /** By which model: that of the last forecast before the announcement. */
  model: string | null
  /** Null: it was not reached. */
  crossedH: number | null
}

const START = Date.parse('2026-11-10T00:00:00Z')
const STEP = 5 * MINUTE
const PAST_DAYS = 14
const LAST_FLOOD_DAYS = 9
const RULES = ['flood-level', 'flood-ahead']

const keyOf = ({ kind }: Station) => (kind === 'rain' ? 'rain' : 'water_level') as PropertyKey

/** Tells the flood to the real desks of forecasts and of alarms, with the rules and the stations of Huế. */
export async function drillFlood({ seed, toldH, hours, past }: Drill) {
  const province = requireProvince(await readProvinceFolder('provinces/hue'))
  const stations = province.stations.filter(({ kind }) => kind === 'rain' || kind === 'water')
  const gauges = stations.filter(({ attributes }) => typeof attributes?.['bd2'] === 'number')
  const issued: IssuedForecast[] = []
  const room = openForecastRoom({
    stations,
    start: START,
    onIssued(batch) {
      issued.push(...batch)
      for (const { station, property } of batch) {
        const all = room.desk.followed([station]).filter((followed) => followed.property === property)
        const expectation = expectationOf(all.flatMap((followed) => followed.issued ?? []))
        if (expectation) alarms.foresee(station, property as PropertyKey, expectation)
      }
    },
  })
  const journal = createAlarmJournal()
  const alarms = createAlarmDesk({
    rules: province.rules.filter(({ id }) => RULES.includes(id)),
    stations: new Map(stations.map((station) => [station.id, station])),
    journal,
    clock: room.clock,
    properties: province.properties,
    events: silentEvents(),
    onChange: () => undefined,
  })
  await alarms.open([], new Map())

  const scenario = scenarioNamed('flood')!
  const storm = createWorld({ seed, scenario, scenarioStart: START, pace: scenario.lastsH / toldH })
  const before = createWorld({
    seed: seed + 1,
    scenario: past === 'flood' ? scenario : scenarioNamed('calm')!,
    scenarioStart: START - LAST_FLOOD_DAYS * DAY,
  })
  const observers = stations.map((station) => ({
    station,
    observer: { seed, site: createSite(station), worldTime: (at: number) => at },
  }))
  const read = ({ station, observer }: (typeof observers)[number], at: number) => {
    const world = at < START - DAY ? before : storm
    return [at, measure({ ...observer, world }, at, STEP)[keyOf(station)]!] as const
  }

  for (const each of observers) {
    const times = Array.from({ length: (PAST_DAYS * DAY) / STEP }, (_, i) => START - PAST_DAYS * DAY + i * STEP)
    await room.keep(
      each.station.id,
      keyOf(each.station),
      times.map((at) => read(each, at)),
    )
  }
  const levels = new Map<string, number>()
  await room.desk.open()
  for (let at = START; at < START + hours * HOUR; at += STEP) {
    for (const each of observers) {
      const { station } = each
      const property = keyOf(station)
      const [, value] = read(each, at)
      await room.keep(station.id, property, [[at, value]])
      if (property === 'water_level') levels.set(keyAt(station.id, at), value)
      const place = { datastream: datastreamId(station.id, property), station: station.id, property }
      alarms.take([{ ...place, at, value, quality: 'good', receivedAt: at, timeSource: 'device' }])
    }
    await room.runTo(at + STEP - 1, MINUTE)
  }
  await room.desk.close()
  await alarms.close()

  const events = await journal.events({})
  const sinceH = (at: number) => (at - START) / HOUR
  const announcements = gauges.map(({ id, attributes }): Announcement => {
    const its = events.filter(({ alarm }) => alarm.station === id)
    const isSecond = ({ alarm }: AlarmEvent) => alarm.limit! >= Number(attributes!['bd2'])
    const told = its.find((event) => event.alarm.rule === 'flood-ahead' && isSecond(event))
    const real = its.find((event) => event.alarm.rule === 'flood-level' && isSecond(event))
    return {
      station: id,
      announcedH: told ? sinceH(told.at) : null,
      model: told ? modelBefore(issued, id, told.at) : null,
      expectedH: told?.alarm.early ? sinceH(told.alarm.early.at) : null,
      crossedH: real ? sinceH(real.alarm.phenomenonTime) : null,
    }
  })
  const scores = { hours: scoreRivers(issued, levels, 'hours'), day: scoreRivers(issued, levels, 'day') }
  return { announcements, scores, failures: room.failures }
}

/** How much of what came lay in the bands of what was forecast from rain, over all gauges; errors in metres. */
function scoreRivers(
  issued: readonly IssuedForecast[],
  levels: ReadonlyMap<string, number>,
  span: ForecastSpan,
): Score {
  const { add, score } = createScore()
  for (const forecast of issued) {
    if (forecast.span !== span || !forecast.model.startsWith('river')) continue
    for (let step = 0; step < stepsOf(forecast); step++) {
      const from = forecast.start + step * forecast.stepMs
      let sum = 0
      for (let at = from; at < from + forecast.stepMs; at += STEP) sum += levels.get(keyAt(forecast.station, at)) ?? NaN
      add(quantilesAt(forecast, step), (sum * STEP) / forecast.stepMs, 1)
    }
  }
  return score()
}

function keyAt(station: string, at: number): string {
  return `${station} ${at}`
}

function modelBefore(issued: readonly IssuedForecast[], station: string, at: number): string | null {
  return issued.findLast((each) => each.station === station && each.issuedAt <= at)?.model ?? null
}
