import { describe, expect, it } from 'vitest'
import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import { createMemoryStore } from '@ioc/server/adapters/memory/observation-store'
import { createAlarmDesk } from '@ioc/server/alarms/desk'
import { datastreamId, type PropertyKey, type StationId } from '@ioc/shared/ids'
import type { Observation } from '@ioc/shared/observation'
import { PROPERTIES } from '@ioc/shared/properties'
import { ruleSchema, type Rule } from '@ioc/shared/rule'
import type { Station } from '@ioc/shared/station'
import { HOUR, MINUTE, SECOND } from '@ioc/shared/time'
import { createManualClock } from '../manual-clock.js'
import { silentEvents } from '../silent-events.js'

/** A Friday, 07:00 in Vietnam. */
const START = Date.parse('2026-11-20T00:00:00Z')
const areas = [
  { id: '46', name: 'Thành phố Huế', kind: 'thành phố', parent: null },
  { id: '1', name: 'Phường Một', kind: 'phường', parent: '46' },
]
const words = {
  version: 1,
  severity: 'medium',
  name: { vi: '.', en: '.' },
  message: { vi: '.', en: '{station} {value} {limit} {step} {count}/{total} {place}' },
  holdS: 0,
  restS: 0,
}
/** With the words and durations that a test does not care for; undefined leaves one out. */
const rule = (fields: object): Rule => ruleSchema.parse(JSON.parse(JSON.stringify({ ...words, ...fields })))
const NO_DURATIONS = { holdS: undefined, restS: undefined }
const LEVEL = { kind: 'threshold', property: 'water_level', when: 'above' }

function station(id: string): Station {
  const attributes = { bd1: 1, bd2: 2, bd3: 3.5 }
  return {
    id: id as StationId,
    name: id,
    kind: 'water',
    lon: 1,
    lat: 1,
    area: '1',
    agency: '',
    reportIntervalS: 60,
    attributes,
  }
}

/** A desk over gauges A, B and C; `told` is the story of their alarms. */
async function room(rules: Rule[], { journal = createAlarmJournal(), store = createMemoryStore(), at = START } = {}) {
  const clock = createManualClock(at)
  const stations = new Map(['A', 'B', 'C'].map((id) => [id as StationId, station(id)]))
  const { buckets } = store
  const warned: string[] = []
  const events = { ...silentEvents(), warning: (message: string) => void warned.push(message) }
  const options = { stations, areas, journal, clock, buckets, properties: PROPERTIES, events, onChange() {} }
  const desk = createAlarmDesk({ ...options, rules })
  await desk.open([], new Map())

  async function measure(id: string, value: number, property = 'water_level'): Promise<Observation> {
    const key = property as PropertyKey
    const now = clock.now()
    const observation: Observation = {
      datastream: datastreamId(id as StationId, key),
      station: id as StationId,
      property: key,
      at: now,
      value,
      quality: 'good',
      receivedAt: now,
      timeSource: 'device',
    }
    await store.commit({ observations: [observation], outcomes: ['stored'], rejections: [], tallies: [] })
    desk.heard(observation.station, now)
    desk.take([observation])
    return observation
  }
  async function told(): Promise<string[]> {
    await desk.settled()
    const story = await journal.events({})
    return story.map(({ at: when, type, alarm }) => {
      const minute = (when - START) / MINUTE
      return `${minute} ${alarm.rule} ${alarm.station} ${type}`
    })
  }
  return { desk, clock, journal, store, stations, warned, measure, told }
}

describe('a band', () => {
  const flood = rule({
    ...LEVEL,
    severity: undefined,
    id: 'flood',
    kind: 'band',
    holdS: 60,
    restS: 120,
    deadband: 0.1,
    steps: [
      { from: { attribute: 'bd1' }, severity: 'medium', name: { vi: 'BĐ I', en: 'level I' } },
      { from: { attribute: 'bd2' }, severity: 'high', name: { vi: 'BĐ II', en: 'level II' } },
      { from: { attribute: 'bd3' }, severity: 'critical', name: { vi: 'BĐ III', en: 'level III' } },
    ],
  })

  it('is one alarm that worsens and eases, each after its hold and its rest', async () => {
    const { clock, measure, told, desk } = await room([flood])
    for (const value of [1.2, 1.2, 3.6, 3.6, 3.45, 3.45, 1.5, 1.5, 1.5, 0.5, 0.5, 0.5]) {
      await measure('A', value)
      clock.advance(MINUTE)
    }
    expect(await told()).toEqual(['1 flood A raised', '3 flood A worsened', '8 flood A eased', '11 flood A returned'])
    const [alarm] = desk.active()
    expect(alarm).toMatchObject({ severity: 'medium', limit: 1, value: 1.5 })
    expect(alarm?.message.en).toBe('A 1.50 1.00 level I –/– ')
  })

  it('begins with the worst step at once, and still is there after a restart', async () => {
    const first = await room([flood])
    await first.measure('A', 4)
    first.clock.advance(MINUTE)
    expect(first.desk.active()).toMatchObject([{ severity: 'critical', limit: 3.5 }])
    await first.desk.close()
    const later = await room([flood], { journal: first.journal, at: START + 10 * MINUTE })
    await later.measure('A', 1.5)
    later.clock.advance(2 * MINUTE)
    expect(await later.told()).toEqual(['1 flood A raised', '12 flood A eased'])
  })
})

describe('a rate of change', () => {
  const rise = rule({
    id: 'rise',
    kind: 'rate',
    property: 'water_level',
    when: 'rising',
    by: 0.5,
    withinS: 3600,
    deadband: 0.2,
  })

  it('sees a river rise within the hour, whatever its level', async () => {
    const { clock, measure, told, desk } = await room([rise])
    for (let minute = 0; minute < 200; minute += 1) {
      await measure('A', 0.4 + (minute < 60 ? 0 : Math.min((minute - 60) * 0.01, 1)))
      await measure('B', 5 + minute * 0.005)
      clock.advance(MINUTE)
    }
    expect(await told()).toEqual(['110 rise A raised', '189 rise A returned'])
    expect(desk.active()).toMatchObject([{ value: 0.9, limit: null }])
    expect(desk.active()[0]?.message.en).toMatch(/^A 0\.50 0\.50/)
  })

  it('knows after a restart what the level was before', async () => {
    const first = await room([rise])
    for (let minute = 0; minute < 50; minute += 1) {
      await first.measure('A', 1)
      first.clock.advance(MINUTE)
    }
    await first.desk.close()
    const { journal, store } = first
    const later = await room([rise], { journal, store, at: START + 50 * MINUTE })
    await later.measure('B', 1)
    await later.measure('A', 1.2)
    later.desk.setRules([rise], [])
    await later.desk.settled()
    later.clock.advance(MINUTE)
    await later.measure('A', 1.6)
    expect(await later.told()).toEqual(['51 rise A raised'])
  })

  it('keeps nobody waiting at the end for what the store has not told yet', async () => {
    const store = createMemoryStore()
    const asked: (() => void)[] = []
    const slow = { ...store, buckets: () => new Promise<never[]>((answer) => asked.push(() => answer([]))) }
    const { measure, desk } = await room([], { store: slow })
    const newest = [await measure('A', 1), await measure('B', 1), await measure('C', 1)]
    desk.setRules([rise], newest)
    const closed = desk.close()
    asked[0]!()
    await closed
    expect(asked).toHaveLength(1)
  })
})

describe('a mean over a time', () => {
  const dust = rule({
    id: 'dust',
    kind: 'threshold',
    property: 'pm2_5',
    when: 'above',
    over: '1h',
    raise: 45,
    deadband: 5,
  })

  it('is not moved by a spike, and says nothing before it knows enough', async () => {
    const { clock, measure, told } = await room([dust])
    for (let minute = 0; minute < 150; minute += 1) {
      await measure('A', minute % 20 === 0 ? 300 : 20, 'pm2_5')
      await measure('B', 50, 'pm2_5')
      await measure('C', minute < 80 ? 20 : 80, 'pm2_5')
      clock.advance(MINUTE)
    }
    expect(await told()).toEqual(['44 dust B raised', '104 dust C raised'])
  })

  it('is a sum of what falls', async () => {
    const rain = { ...dust, id: 'rain', property: 'rain', raise: 30 } as Rule
    const { clock, measure, told } = await room([rain])
    for (let minute = 0; minute < 50; minute += 1) {
      await measure('A', 1, 'rain')
      clock.advance(MINUTE)
    }
    expect(await told()).toEqual(['29 rain A raised'])
  })

  it('counts on the interval that its station has by now', async () => {
    const { clock, measure, told, desk, stations } = await room([dust])
    await measure('A', 20, 'pm2_5')
    stations.set('A' as StationId, { ...station('A'), reportIntervalS: 600 })
    desk.stationsChanged(['A' as StationId])
    for (let report = 0; report < 12; report += 1) {
      clock.advance(10 * MINUTE)
      await measure('A', 500, 'pm2_5')
    }
    expect(await told()).toEqual(['40 dust A raised'])
  })

  it('believes what its rule calls likely by now, and keeps what it has seen', async () => {
    const rain = { ...dust, id: 'rain', property: 'rain', raise: 30 } as Rule
    const { clock, measure, told, desk } = await room([rain])
    for (const id of ['A', 'B']) await measure(id, 1, 'rain')
    desk.setRules([{ ...rain, version: 2, unlikelyPerHour: 100 } as Rule], [])
    for (const [minute, value] of [1, 1, 28, 1].entries()) {
      clock.advance(MINUTE)
      await measure('B', 0, 'rain')
      await measure('A', minute === 2 ? 100 : value, 'rain')
    }
    for (let minute = 0; minute < 30; minute += 1) {
      clock.advance(MINUTE)
      await measure('A', 1, 'rain')
    }
    expect(await told()).toEqual(['30 rain A raised'])
  })
})

describe('a sensor', () => {
  const stuck = rule({ id: 'stuck', kind: 'stuck', holdS: undefined, property: 'water_level', forS: 1800, except: [0] })
  const range = rule({ id: 'range', kind: 'range', holdS: undefined, times: 3 })
  const high = rule({ ...LEVEL, id: 'high', raise: 100 })

  it('is stuck when it alone does not move, not when it is silent, and not at a value that may stand', async () => {
    const { clock, measure, told } = await room([stuck])
    for (let minute = 0; minute < 60; minute += 1) {
      await measure('A', 2)
      await measure('B', 0)
      if (minute < 10) await measure('C', minute)
      clock.advance(MINUTE)
      if (minute < 40) await measure('C', minute % 7)
    }
    await measure('A', 2.1)
    expect(await told()).toEqual(['30 stuck A raised', '60 stuck A returned'])
  })

  it('is not stuck because it says the same before and after a silence', async () => {
    const { clock, measure, told } = await room([stuck])
    await measure('A', 2)
    for (let minute = 0; minute < 60; minute += 1) {
      clock.advance(MINUTE)
      await measure('B', minute)
      if (minute > 40) await measure('A', 2)
    }
    expect(await told()).toEqual([])
  })

  it('counts on the interval that its station has by now', async () => {
    const { clock, measure, told, desk, stations } = await room([stuck])
    await measure('A', 2)
    stations.set('A' as StationId, { ...station('A'), reportIntervalS: 1200 })
    desk.stationsChanged(['A' as StationId])
    for (let report = 1; report <= 4; report += 1) {
      clock.advance(20 * MINUTE)
      await measure('B', report)
      await measure('A', 2)
    }
    expect(await told()).toEqual(['40 stuck A raised'])
  })

  it('is calm with all the others', async () => {
    const { clock, measure, told } = await room([stuck])
    for (let minute = 0; minute < 120; minute += 1) {
      for (const id of ['A', 'B', 'C']) await measure(id, 2)
      clock.advance(MINUTE)
    }
    expect(await told()).toEqual([])
  })

  it('out of range raises nothing but that, and only when it goes on', async () => {
    const { clock, measure, told } = await room([range, high])
    for (const value of [5000, 1, 5000, 5000, 5000, 5000, 1]) {
      await measure('A', value)
      clock.advance(MINUTE)
    }
    expect(await told()).toEqual(['4 range A raised', '6 range A returned'])
  })
})

describe('a count of stations', () => {
  const high = rule({ ...LEVEL, id: 'high', raise: 2, quiet: true })
  const many = rule({ id: 'many', kind: 'count', of: 'high', per: 'province', atLeast: 2, share: 0.6, holdS: 60 })

  it('is one alarm that lists them, and its parts raise none', async () => {
    const { clock, measure, told, desk } = await room([many, high])
    await measure('A', 3)
    clock.advance(5 * MINUTE)
    await measure('B', 3)
    clock.advance(MINUTE)
    await measure('C', 3)
    expect(desk.active()).toMatchObject([{ station: 'area~46', stations: ['A', 'B', 'C'], value: 3 }])
    expect(desk.active()[0]?.message.en).toBe('Thành phố Huế 3 2  3/3 Thành phố Huế')
    clock.advance(MINUTE)
    for (const id of ['A', 'B']) await measure(id, 1)
    expect(await told()).toEqual([
      '6 many area~46 raised',
      '6 many area~46 updated',
      '7 many area~46 updated',
      '7 many area~46 returned',
    ])
  })

  it('sees what stands when it is added, and where a station stands by now', async () => {
    const { clock, measure, desk, stations } = await room([high])
    for (const id of ['A', 'B']) await measure(id, 3)
    const local = { ...many, id: 'local', per: 'area', share: 1 } as Rule
    desk.setRules([high, many, local], [])
    clock.advance(MINUTE)
    const seen = () =>
      desk.active().map(({ rule: id, station: place, stations: ids }) => `${id} ${place} ${ids!.join()}`)
    expect(seen()).toEqual(['many area~46 A,B'])
    stations.set('C' as StationId, { ...station('C'), area: '2' })
    desk.stationsChanged(['C' as StationId])
    clock.advance(MINUTE)
    expect(seen()).toEqual(['many area~46 A,B', 'local area~1 A,B'])
    for (const id of ['A', 'C']) stations.set(id as StationId, { ...station(id), area: id === 'A' ? '2' : '1' })
    desk.stationsChanged(['A', 'C'] as StationId[])
    expect(seen()).toEqual(['many area~46 A,B', 'local area~1 A,B'])
    expect(desk.active()[1]).toMatchObject({ state: 'returned' })
    stations.delete('B' as StationId)
    desk.stationsRemoved(['B' as StationId])
    expect(desk.active()[0]).toMatchObject({ rule: 'many', state: 'returned' })
  })

  it('goes on after a restart, also of silent stations', async () => {
    const silent = rule({
      id: 'silent',
      kind: 'silence',
      holdS: undefined,
      restS: undefined,
      intervals: 4,
      minS: 0,
      quiet: true,
    })
    const quietArea = rule({ id: 'quiet-area', kind: 'count', of: 'silent', per: 'area', atLeast: 2 })
    const first = await room([silent, quietArea, high, many])
    for (const id of ['A', 'B', 'C']) await first.measure(id, 3)
    first.clock.advance(5 * MINUTE)
    await first.measure('C', 3)
    expect((await first.told()).slice(0, 2)).toEqual(['1 many area~46 raised', '4 quiet-area area~1 raised'])
    await first.desk.close()
    const later = await room([silent, quietArea, high, many], { journal: first.journal, at: START + 6 * MINUTE })
    expect(later.desk.active().map((alarm) => alarm.rule)).toContain('many')
    for (const id of ['A', 'B', 'C']) await later.measure(id, 1)
    expect((await later.told()).slice(-1)).toEqual(['6 many area~46 returned'])
  })
})

describe('a combination', () => {
  const high = rule({ ...LEVEL, id: 'high', raise: 2, quiet: true })
  const rain = rule({ id: 'rain', kind: 'threshold', property: 'rain', when: 'above', raise: 5, quiet: true })
  const dam = rule({ ...LEVEL, id: 'dam', raise: 50, quiet: true })
  const both = rule({
    id: 'both',
    kind: 'combined',
    all: [{ rule: 'high' }],
    any: [{ rule: 'rain' }, { rule: 'dam', station: 'C' }],
    holdS: 120,
  })

  it('stands while its parts do, here or at the station that is named', async () => {
    const { clock, measure, told } = await room([high, rain, dam, both])
    await measure('A', 3)
    await measure('B', 3)
    await measure('A', 6, 'rain')
    clock.advance(3 * MINUTE)
    await measure('A', 0, 'rain')
    await measure('C', 60)
    clock.advance(3 * MINUTE)
    await measure('C', 1)
    expect(await told()).toEqual([
      '2 both A raised',
      '3 both A returned',
      '5 both C raised',
      '5 both A raised',
      '5 both B raised',
      '6 both C returned',
      '6 both A returned',
      '6 both B returned',
    ])
  })
})

describe('hours of a rule', () => {
  it('let it sleep and wake by the clock', async () => {
    const rush = rule({ ...LEVEL, id: 'rush', raise: 2, holdS: 60, during: { hours: [['07:30', '08:00']], days: [5] } })
    const { clock, measure, told } = await room([rush])
    await measure('A', 3)
    clock.advance(2 * HOUR)
    expect(await told()).toEqual(['30 rush A raised', '60 rush A returned'])
  })

  const early = { hours: [['06:00', '07:30']] }
  const LATE = START + 90 * MINUTE

  it('end its alarm where it fell asleep while the server was away', async () => {
    const morning = rule({ ...LEVEL, id: 'morning', raise: 2, during: early })
    const { measure, desk, journal, store } = await room([morning])
    await measure('A', 3)
    await desk.close()
    const later = await room([morning], { journal, store, at: LATE })
    expect(await later.told()).toEqual(['0 morning A raised', '90 morning A returned'])
    await later.measure('A', 3)
    expect((await later.told()).length).toBe(2)
    expect(await journal.conditions()).toEqual([])
  })

  it('end its alarm where they are given to it', async () => {
    const night = rule({ ...LEVEL, id: 'night', raise: 2 })
    const { measure, told, desk } = await room([night])
    await measure('A', 3)
    desk.setRules([{ ...night, version: 2, during: { hours: [['22:00', '05:00']] } }], [])
    await measure('B', 3)
    expect(await told()).toEqual(['0 night A raised', '0 night A returned'])
  })

  it('hold for silence too, before a restart, over one and after it', async () => {
    const silent = rule({ id: 'silent', kind: 'silence', intervals: 2, minS: 120, during: early, ...NO_DURATIONS })
    const { clock, measure, told, desk, journal, store } = await room([silent])
    await measure('A', 1)
    clock.advance(40 * MINUTE)
    await desk.settled()
    const whole = ['2 silent A raised', '30 silent A returned']
    expect(await told()).toEqual(whole)
    await desk.close()
    const later = await room([silent], { journal, store, at: LATE })
    await later.measure('A', 1)
    later.clock.advance(20 * MINUTE)
    expect(await later.told()).toEqual(whole)
    const tomorrow = await room([silent], { journal, store, at: START + 22 * HOUR })
    await tomorrow.measure('A', 1)
    tomorrow.clock.advance(HOUR)
    const minute = 23 * 60
    expect((await tomorrow.told()).slice(2)).toEqual([`${minute} silent A raised`])
  })
})

describe('a changed rule', () => {
  const high = rule({ ...LEVEL, id: 'high', raise: 2, deadband: 0.5 }) as Rule & { kind: 'threshold' }

  it('keeps what stands under its new limit, ends what does not, and sees what is there', async () => {
    const { measure, told, desk } = await room([high])
    await measure('A', 3)
    await measure('B', 2.2)
    await measure('C', 1.5)
    desk.setRules([{ ...high, version: 2, raise: 2.8 }], [])
    desk.setRules([{ ...high, version: 3, raise: 1 }], [])
    expect(await told()).toEqual([
      '0 high A raised',
      '0 high B raised',
      '0 high B returned',
      '0 high B raised',
      '0 high C raised',
    ])
    expect(desk.active().find(({ station: id }) => id === 'A')).toMatchObject({ value: 3 })
  })

  it('sees what stands where nobody watched, and leaves alone what others watch', async () => {
    const slow = { ...high, id: 'slow', holdS: 120 } as Rule
    const rain = { ...high, id: 'rain', property: 'rain', raise: 10 } as Rule
    const { clock, measure, told, desk } = await room([slow])
    const newest = [await measure('A', 3), await measure('A', 20, 'rain')]
    clock.advance(MINUTE)
    desk.setRules([slow, rain], newest)
    const odd = { ...high, id: 'odd', kind: 'rate', when: 'rising', by: 1, withinS: 3600, raise: undefined }
    desk.setRules([slow, rule({ ...odd, property: 'water_level' })], newest)
    clock.advance(MINUTE)
    await measure('A', 4.5)
    expect(await told()).toEqual(['1 rain A raised', '1 rain A ended', '2 slow A raised', '2 odd A raised'])
  })

  it('is told of when a station that it names is removed', async () => {
    const { desk, stations, warned } = await room([{ ...high, stations: { ids: ['A', 'B'] } }])
    for (const id of ['C', 'A'] as StationId[]) {
      stations.delete(id)
      desk.stationsRemoved([id])
    }
    expect(warned).toEqual(['station A was removed and is still named by: high'])
  })

  it('that is gone or switched off ends its alarms and says why', async () => {
    const { measure, desk, journal, clock } = await room([high])
    await measure('A', 3)
    desk.setRules([{ ...high, version: 2, enabled: false }], [])
    desk.setRules([{ ...high, version: 3 }], [])
    clock.advance(30 * SECOND)
    await measure('A', 3)
    desk.setRules([], [])
    await desk.settled()
    const ends = (await journal.events({})).map(({ type, text }) => [type, text])
    expect(ends).toEqual([
      ['raised', null],
      ['ended', 'rule disabled'],
      ['raised', null],
      ['ended', 'rule removed'],
    ])
    expect(desk.active()).toEqual([])
  })
})
