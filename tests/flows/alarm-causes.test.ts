import { describe, expect, it } from 'vitest'
import { ruleSchema } from '@ioc/shared/rule'
import { MINUTE, SECOND } from '@ioc/shared/time'
import { alarmRoom, limitRule, silenceRule, stationOf } from '../alarm-room.js'

const outage = limitRule('outage', 'voltage_l1', { when: 'below', raise: 10, clear: 11 })
const voltage = limitRule('voltage', 'voltage_l2', { inhibitedBy: ['outage'] })

/** A rule with two limits, of which the second is critical. */
function phase(id: string, property: string, inhibitedBy: string[]) {
  const words = { version: 1, name: { vi: '.', en: '.' }, message: { vi: '.', en: '.' } }
  const steps = [
    { from: 10, severity: 'medium', name: words.name },
    { from: 20, severity: 'critical', name: words.name },
  ]
  const band = { kind: 'band', when: 'above', holdS: 0, restS: 0, steps }
  return ruleSchema.parse({ ...words, ...band, id, property, inhibitedBy })
}

/** A substation, two meters it feeds (one behind the other), and one that it does not. */
const grid = [
  stationOf('SUB'),
  stationOf('M1', { attributes: { fedBy: 'SUB' } }),
  stationOf('M2', { attributes: { fedBy: 'M1' } }),
  stationOf('FREE'),
]

describe('a cause', () => {
  it('inhibits what it explains, what feeds it however far, and nothing else', async () => {
    const room = await alarmRoom({ rules: [outage, voltage], stations: grid })
    room.report('M1', 'voltage_l2', 20)
    room.report('SUB', 'voltage_l1', 0)
    for (const station of ['SUB', 'M2', 'FREE']) room.report(station, 'voltage_l2', 20)
    expect(room.states()).toEqual({
      'outage SUB': 'unacknowledged',
      'voltage SUB': 'suppressed',
      'voltage M1': 'suppressed',
      'voltage M2': 'suppressed',
      'voltage FREE': 'unacknowledged',
    })
    const cause = room.alarm('outage SUB').id
    const consequences = await room.desk.list({ suppressedBy: cause })
    expect(consequences.map(({ station }) => station).sort()).toEqual(['M1', 'M2', 'SUB'])
    expect([room.desk.worst(room.alarm('voltage M2').station), room.desk.active()]).toMatchObject([null, [{}, {}]])
  })

  it('announces nobody who is raised behind it', async () => {
    const room = await alarmRoom({ rules: [outage, voltage], stations: grid })
    room.report('SUB', 'voltage_l1', 0)
    room.report('M1', 'voltage_l2', 20)
    await room.desk.settled()
    expect(room.told).toEqual(['outage SUB unacknowledged', 'voltage M1 suppressed'])
  })

  it('lets what is still true come back after a rest, as it is by then', async () => {
    const room = await alarmRoom({ rules: [outage, voltage], stations: grid })
    room.report('M1', 'voltage_l2', 20)
    await room.desk.acknowledge(room.alarm('voltage M1').id, 'lan', null)
    room.report('SUB', 'voltage_l1', 0)
    room.report('M2', 'voltage_l2', 20)
    room.report('SUB', 'voltage_l2', 20)
    room.report('SUB', 'voltage_l1', 220)
    room.report('SUB', 'voltage_l2', 1)
    room.clock.advance(MINUTE - SECOND)
    expect(room.states()).toMatchObject({ 'voltage M1': 'suppressed', 'voltage M2': 'suppressed' })
    room.clock.advance(SECOND)
    // What was acknowledged before is not asked for again; what ended behind its cause asks for no look.
    expect(room.states()).toEqual({
      'outage SUB': 'returned',
      'voltage M1': 'acknowledged',
      'voltage M2': 'unacknowledged',
    })
  })

  it('keeps its rest over a restart, to the second', async () => {
    const room = await alarmRoom({ rules: [outage, voltage], stations: grid })
    room.report('SUB', 'voltage_l1', 0)
    room.report('M1', 'voltage_l2', 20)
    room.report('SUB', 'voltage_l1', 220)
    await room.desk.acknowledge(room.alarm('outage SUB').id, 'lan', null)
    room.clock.advance(30 * SECOND)
    await room.restart()
    room.clock.advance(29 * SECOND)
    expect(room.states()).toEqual({ 'voltage M1': 'suppressed' })
    room.clock.advance(SECOND)
    expect(room.states()).toEqual({ 'voltage M1': 'unacknowledged' })
    await room.desk.settled()
    expect(await room.journal.conditions()).toHaveLength(1)
  })

  it('explains nothing while it is shelved, and does again once it is back', async () => {
    const room = await alarmRoom({ rules: [outage, voltage], stations: grid })
    room.report('SUB', 'voltage_l1', 0)
    room.report('M1', 'voltage_l2', 20)
    await room.desk.shelve(room.alarm('outage SUB').id, 'lan', room.clock.now() + 10 * MINUTE, 'đã biết')
    expect(room.states()).toEqual({ 'outage SUB': 'shelved', 'voltage M1': 'unacknowledged' })
    room.report('M2', 'voltage_l2', 20)
    expect(room.alarm('voltage M2').state).toBe('unacknowledged')
    room.clock.advance(10 * MINUTE)
    expect(room.states()).toEqual({
      'outage SUB': 'unacknowledged',
      'voltage M1': 'suppressed',
      'voltage M2': 'suppressed',
    })
  })

  it('explains nothing while it is out of service', async () => {
    const room = await alarmRoom({ rules: [outage, voltage], stations: grid })
    room.report('SUB', 'voltage_l1', 0)
    room.report('M1', 'voltage_l2', 20)
    const from = room.clock.now()
    const work = { stations: ['SUB'], areas: [], gateway: null, rules: [], from, to: from + MINUTE, reason: 'bảo trì' }
    await room.desk.maintenance.add(work, 'lan')
    expect(room.states()).toEqual({ 'outage SUB': 'out_of_service', 'voltage M1': 'unacknowledged' })
    room.clock.advance(MINUTE)
    expect(room.states()).toEqual({ 'outage SUB': 'unacknowledged', 'voltage M1': 'suppressed' })
  })

  it('explains only what is not worse than it is itself, by then', async () => {
    const rules = [phase('l1', 'voltage_l1', []), phase('l2', 'voltage_l2', ['l1'])]
    const room = await alarmRoom({ rules, stations: [stationOf('A')] })
    const seen: string[] = []
    for (const [property, value] of [
      ['voltage_l1', 12],
      ['voltage_l2', 12],
      ['voltage_l2', 25],
      ['voltage_l1', 25],
      ['voltage_l1', 12],
      ['voltage_l2', 12],
    ] as const) {
      room.report('A', property, value)
      seen.push(room.states()['l2 A'] ?? 'none')
      const before = room.states()
      await room.restart()
      expect(room.states()).toEqual(before)
    }
    expect(seen).toEqual(['none', 'suppressed', 'unacknowledged', 'suppressed', 'unacknowledged', 'suppressed'])
  })

  it('never explains what explains it', async () => {
    const a = limitRule('a', 'discharge', { inhibitedBy: ['b'] })
    const b = limitRule('b', 'turbidity', { inhibitedBy: ['a'] })
    const room = await alarmRoom({ rules: [a, b], stations: [stationOf('A')] })
    room.report('A', 'discharge', 20)
    room.report('A', 'turbidity', 20)
    expect(room.states()).toEqual({ 'a A': 'unacknowledged', 'b A': 'suppressed' })
  })

  it('may be silence, but no measured alarm is forgotten because its gauge fell silent unless its rule says so', async () => {
    const flood = limitRule('flood', 'water_level')
    const stuck = limitRule('stuck', 'discharge', { inhibitedBy: ['silence'], severity: 'medium' })
    const room = await alarmRoom({ rules: [flood, stuck, silenceRule()], stations: [stationOf('A')] })
    room.report('A', 'water_level', 20)
    room.report('A', 'discharge', 20)
    room.clock.advance(3 * MINUTE)
    expect(room.states()).toEqual({
      'flood A': 'unacknowledged',
      'stuck A': 'suppressed',
      'silence A': 'unacknowledged',
    })
  })
})

describe('stations that fall silent together', () => {
  const names = ['S1', 'S2', 'S3', 'S4', 'S5']
  const behind = (gateway?: string) => names.map((id) => stationOf(id, { area: id, ...(gateway && { gateway }) }))
  const group = 'silence gateway~GW'

  it('are one alarm of their gateway that lists them, and theirs are told to nobody', async () => {
    const room = await alarmRoom({ rules: [silenceRule()], stations: behind('GW') })
    room.speak(...names)
    room.clock.advance(MINUTE)
    room.speak('S5')
    room.clock.advance(MINUTE)
    expect(room.desk.active()).toMatchObject([{ station: 'gateway~GW', stations: ['S1', 'S2', 'S3', 'S4'] }])
    expect(room.alarm(group).message.vi).toBe('GW: 4/5 trạm ngừng gửi dữ liệu')
    await room.desk.settled()
    expect(room.told.filter((line) => line.endsWith('unacknowledged'))).toEqual([`${group} unacknowledged`])
    expect(room.alarm('silence S1')).toMatchObject({ state: 'suppressed', suppressedBy: room.alarm(group).id })
  })

  it('take in the next one and let go who speaks, as news of the same alarm', async () => {
    const room = await alarmRoom({ rules: [silenceRule()], stations: behind('GW') })
    room.speak(...names)
    room.clock.advance(30 * SECOND)
    room.speak('S5')
    room.clock.advance(100 * SECOND)
    const { id } = room.alarm(group)
    await room.desk.acknowledge(id, 'lan', 'đã gọi')
    room.clock.advance(30 * SECOND)
    expect(room.alarm(group)).toMatchObject({ id, state: 'acknowledged', stations: names })
    room.speak('S1')
    room.clock.advance(SECOND)
    expect(room.alarm(group)).toMatchObject({ id, stations: ['S2', 'S3', 'S4', 'S5'] })
    await room.desk.settled()
    const story = (await room.desk.eventsOf(id)).map(({ type }) => type)
    expect(story).toEqual(['raised', 'acknowledged', 'updated', 'updated'])
  })

  it('are single again when too few are left, after a rest; those who spoke are over without a word', async () => {
    const room = await alarmRoom({ rules: [silenceRule()], stations: behind('GW') })
    room.speak(...names)
    room.clock.advance(2 * MINUTE)
    for (let second = 0; second < 59; second += 1) {
      room.speak('S1', 'S2', 'S3')
      room.clock.advance(SECOND)
    }
    expect(room.states()).toEqual({ [group]: 'returned', 'silence S4': 'suppressed', 'silence S5': 'suppressed' })
    room.speak('S1', 'S2', 'S3')
    room.clock.advance(3 * SECOND)
    expect(room.states()).toEqual({
      [group]: 'returned',
      'silence S4': 'unacknowledged',
      'silence S5': 'unacknowledged',
    })
  })

  it('are no group where they are few, or few of many, or did not fall silent together', async () => {
    const many = [...behind('GW'), stationOf('S6', { gateway: 'GW' }), stationOf('S7', { gateway: 'GW' })]
    const room = await alarmRoom({ rules: [silenceRule()], stations: many })
    const speakFor = (ms: number, ...ids: string[]) => {
      for (let passed = 0; passed < ms; passed += 30 * SECOND) {
        room.speak(...ids)
        room.clock.advance(30 * SECOND)
      }
    }
    room.speak(...names, 'S6', 'S7')
    speakFor(15 * MINUTE, 'S4', 'S5', 'S6', 'S7')
    expect(Object.keys(room.states())).toEqual(['silence S1', 'silence S2', 'silence S3'])
    speakFor(20 * MINUTE, 'S5', 'S6', 'S7')
    expect(Object.keys(room.states())).toEqual(['silence S1', 'silence S2', 'silence S3', 'silence S4'])
    // Of the three that still spoke, all fall silent now: those are the group, not who was silent long before.
    room.clock.advance(3 * MINUTE)
    expect(room.alarm(group).stations).toEqual(['S5', 'S6', 'S7'])
  })

  it('are one alarm of their area where no gateway explains it', async () => {
    const room = await alarmRoom({ rules: [silenceRule()], stations: names.map((id) => stationOf(id, { area: 'x' })) })
    room.speak(...names)
    room.clock.advance(2 * MINUTE)
    expect(room.desk.active()).toMatchObject([{ station: 'area~x', stations: names }])
    expect((await room.desk.list({ stations: ['S3'] })).map(({ station }) => station)).toEqual(['area~x'])
    expect((await room.desk.list({ areas: ['x'] })).map(({ station }) => station)).toEqual(['area~x'])
  })

  it('are one alarm once nothing at all is heard, whatever explained a part of it', async () => {
    const field = [...names, 'S6', 'S7', 'S8'].map((id, n) =>
      stationOf(id, { area: 'x', ...(n < 3 && { gateway: 'GW' }) }),
    )
    const room = await alarmRoom({ rules: [silenceRule()], stations: field })
    room.speak(...field.map(({ id }) => id))
    room.clock.advance(2 * MINUTE)
    const all = 'silence area~x'
    const pressing = () =>
      room.desk
        .active()
        .flatMap(({ station, stations, state }) => (state === 'unacknowledged' ? [[station, stations?.length]] : []))
    expect(pressing()).toEqual([['area~x', 8]])
    expect(room.alarm(group)).toMatchObject({ state: 'suppressed', suppressedBy: room.alarm(all).id })
    // One speaks again: the gateway has a cause of its own.
    room.speak('S8')
    room.clock.advance(2 * SECOND)
    expect(pressing().sort()).toEqual([
      ['area~x', 4],
      ['gateway~GW', 3],
    ])
    room.clock.advance(3 * MINUTE)
    expect(pressing()).toEqual([['area~x', 8]])
    room.speak(...field.map(({ id }) => id))
    room.clock.advance(3 * SECOND)
    expect(Object.values(room.states()).filter((state) => state === 'unacknowledged')).toEqual([])
  })

  it('stay one alarm while that is shelved', async () => {
    const room = await alarmRoom({ rules: [silenceRule()], stations: behind('GW') })
    room.speak(...names)
    room.clock.advance(2 * MINUTE)
    await room.desk.shelve(room.alarm(group).id, 'lan', room.clock.now() + 10 * MINUTE, 'đã gọi')
    room.clock.advance(5 * MINUTE)
    expect(room.desk.active()).toEqual([])
    expect(room.states()).toMatchObject({ [group]: 'shelved', 'silence S1': 'suppressed' })
  })

  it('are still that one alarm after a restart, and nothing is told anew', async () => {
    const room = await alarmRoom({ rules: [silenceRule()], stations: behind('GW') })
    room.speak(...names)
    room.clock.advance(2 * MINUTE)
    await room.desk.settled()
    const before = [room.states(), await room.journal.lastSeq()]
    await room.restart()
    room.clock.advance(10 * MINUTE)
    await room.desk.settled()
    expect([room.states(), await room.journal.lastSeq()]).toEqual(before)
    room.speak(...names)
    room.clock.advance(SECOND)
    expect(room.states()).toEqual({ [group]: 'returned' })
  })

  it('lose one that is taken away', async () => {
    const room = await alarmRoom({ rules: [silenceRule()], stations: behind('GW') })
    room.speak(...names)
    room.clock.advance(2 * MINUTE)
    const gone = room.alarm('silence S2').station
    room.stations.delete(gone)
    room.desk.stationsRemoved([gone])
    room.clock.advance(SECOND)
    expect(room.alarm(group).stations).toEqual(['S1', 'S3', 'S4', 'S5'])
  })
})
