import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { alarmRoom, limitRule, silenceRule, START, stationOf } from '../alarm-room.js'

const flood = limitRule('flood', 'water_level')
const stations = [stationOf('A', { gateway: 'GW' }), stationOf('B', { gateway: 'GW', area: 'y' }), stationOf('C')]
const work = {
  stations: ['A'],
  areas: [],
  gateway: null,
  rules: [],
  from: START,
  to: START + HOUR,
  reason: 'thay cảm biến',
}

describe('a maintenance window', () => {
  it('takes alarms out of service: followed, written down, told to nobody; afterwards as they are by then', async () => {
    const room = await alarmRoom({ rules: [flood], stations })
    room.report('A', 'water_level', 20)
    const { id } = await room.desk.maintenance.add(work, 'lan')
    room.report('B', 'water_level', 20)
    expect(room.states()).toEqual({ 'flood A': 'out_of_service', 'flood B': 'unacknowledged' })
    expect(room.alarm('flood A').outOfService).toBe(id)
    room.report('A', 'water_level', 1)
    expect(room.states()).toEqual({ 'flood B': 'unacknowledged' })
    room.report('A', 'water_level', 20)
    room.clock.advance(HOUR)
    expect(room.states()).toMatchObject({ 'flood A': 'unacknowledged' })
    await room.desk.settled()
    const story = await room.journal.events({})
    expect(
      story.filter(({ alarm }) => alarm.station === 'A').map(({ type, alarm }) => `${type} ${alarm.state}`),
    ).toEqual([
      'raised unacknowledged',
      'out_of_service out_of_service',
      'cleared cleared',
      'raised out_of_service',
      'in_service unacknowledged',
    ])
    expect(story[1]).toMatchObject({ by: 'lan', text: 'thay cảm biến' })
  })

  it('is one of its own, however many are planned in the same moment', async () => {
    const room = await alarmRoom({ rules: [flood], stations })
    const made = await Promise.all(
      ['A', 'B', 'C'].map((id) => room.desk.maintenance.add({ ...work, stations: [id] }, 'lan')),
    )
    expect(room.desk.maintenance.list(START, START + 1)).toHaveLength(3)
    await Promise.allSettled(['lan', 'hùng'].map((by) => room.desk.maintenance.end(made[0]!.id, by)))
    for (const id of ['A', 'B', 'C']) room.report(id, 'water_level', 20)
    expect(room.states()).toEqual({
      'flood A': 'unacknowledged',
      'flood B': 'out_of_service',
      'flood C': 'out_of_service',
    })
    expect((await room.journal.windows()).map(({ endedBy }) => endedBy)).toEqual(['lan', null, null])
  })

  it.each([
    ['stations', {}, 'A'],
    ['an area', { stations: [], areas: ['y'] }, 'B'],
    ['a gateway', { stations: [], gateway: 'GW' }, 'AB'],
    ['several of these', { areas: ['x', 'y'] }, 'ABC'],
    ['its rules alone', { rules: ['other'] }, ''],
  ])('covers %s', async (_, change, covered) => {
    const room = await alarmRoom({ rules: [flood], stations })
    await room.desk.maintenance.add({ ...work, ...change }, 'lan')
    for (const id of ['A', 'B', 'C']) room.report(id, 'water_level', 20)
    const out = room.desk.ongoing().filter(({ state }) => state === 'out_of_service')
    expect(out.map(({ station }) => station).join('')).toBe(covered)
  })

  it('begins and ends at its time, on the clock, restart or not, and may be ended before', async () => {
    const room = await alarmRoom({ rules: [flood], stations })
    room.report('A', 'water_level', 20)
    room.report('B', 'water_level', 20)
    const early = { ...work, from: START + 10 * MINUTE }
    const { id } = await room.desk.maintenance.add(early, 'lan')
    await room.desk.maintenance.add({ ...early, stations: ['B'], to: START + 20 * MINUTE }, 'lan')
    room.clock.advance(10 * MINUTE - 1)
    expect(room.states()).toEqual({ 'flood A': 'unacknowledged', 'flood B': 'unacknowledged' })
    room.clock.advance(1)
    expect(room.states()).toEqual({ 'flood A': 'out_of_service', 'flood B': 'out_of_service' })
    await room.restart()
    expect(room.desk.maintenance.list(START, START + DAY)).toHaveLength(2)
    room.clock.advance(10 * MINUTE)
    expect(room.states()).toEqual({ 'flood A': 'out_of_service', 'flood B': 'unacknowledged' })
    expect(await room.desk.maintenance.end(id, 'hùng')).toMatchObject({ to: START + 20 * MINUTE, endedBy: 'hùng' })
    expect(room.states()).toEqual({ 'flood A': 'unacknowledged', 'flood B': 'unacknowledged' })
    await expect(room.desk.maintenance.end(id, 'hùng')).rejects.toMatchObject({ code: 'alarm.state' })
    expect(room.desk.maintenance.list(room.clock.now(), START + DAY)).toEqual([])
  })

  it('covers a silent group whose gateway is worked on', async () => {
    const three = ['A', 'B', 'C'].map((name) => stationOf(name, { gateway: 'GW', area: name }))
    const room = await alarmRoom({ rules: [silenceRule()], stations: three })
    await room.desk.maintenance.add({ ...work, stations: [], gateway: 'GW' }, 'lan')
    room.speak('A', 'B', 'C')
    room.clock.advance(3 * MINUTE)
    expect(room.desk.active()).toEqual([])
    expect(room.states()).toMatchObject({ 'silence gateway~GW': 'out_of_service', 'silence A': 'out_of_service' })
  })

  it.each([
    ['nothing', { stations: [] }, 'stations'],
    ['what is not there', { stations: ['NO'] }, 'stations'],
    ['an end before its beginning', { to: START - 1 }, 'to'],
    ['an end that has passed', { from: START - HOUR, to: START }, 'to'],
    ['more than a month', { to: START + 32 * DAY }, 'to'],
  ])('is refused for %s', async (_, change, at) => {
    const room = await alarmRoom({ rules: [flood], stations })
    const refused = room.desk.maintenance.add({ ...work, ...change }, 'lan')
    await expect(refused).rejects.toMatchObject({ code: 'request.bad', faults: [{ at }] })
    expect(await room.journal.windows()).toEqual([])
  })
})
