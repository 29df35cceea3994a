import { describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE } from '@ioc/shared/time'
import { START } from '../alarm-room.js'
import { GAUGE, gaugeRoom } from '../gauge-room.js'

describe('shelving', () => {
  it('hides an alarm and does not count it, until it expires in the state it has by then', async () => {
    const { desk, clock, level, only } = await gaugeRoom()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    const { id } = only()
    await desk.shelve(id, 'lan', clock.now() + HOUR, 'đang bảo trì')
    expect([desk.active(), desk.worst(GAUGE)]).toEqual([[], null])
    expect((await desk.list({ states: ['shelved'] })).map((alarm) => alarm.id)).toEqual([id])
    desk.take([level(1)])
    clock.advance(HOUR)
    expect(only()).toMatchObject({ id, state: 'returned', clearedAt: START + 2 * MINUTE, shelved: null })
    await desk.settled()
    expect((await desk.eventsOf(id)).map((event) => `${event.type} ${event.by}`)).toEqual([
      'raised null',
      'shelved lan',
      'returned null',
      'unshelved null',
    ])
  })

  it('is refused into the past, and for more than a day', async () => {
    const { desk, clock, level, only } = await gaugeRoom()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    const until = (at: number) => desk.shelve(only().id, 'lan', at, 'x')
    await expect(until(clock.now())).rejects.toMatchObject({ code: 'request.bad', faults: [{ at: 'until' }] })
    await expect(until(clock.now() + DAY + 1)).rejects.toMatchObject({ code: 'request.bad' })
    await expect(until(clock.now() + DAY)).resolves.toMatchObject({ state: 'shelved' })
  })
})

describe('answers', () => {
  it('are coded errors for an alarm that is not there or not in a state for it', async () => {
    const { desk, clock, level, only } = await gaugeRoom()
    await expect(desk.acknowledge('nothing', 'lan', null)).rejects.toMatchObject({ code: 'not-found' })
    await expect(desk.eventsOf('nothing')).rejects.toMatchObject({ code: 'not-found' })
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    const { id } = only()
    await expect(desk.unshelve(id, 'lan')).rejects.toMatchObject({ code: 'alarm.state' })
    await desk.acknowledge(id, 'lan', null)
    desk.take([level(1)])
    clock.advance(MINUTE)
    await expect(desk.acknowledge(id, 'lan', null)).rejects.toMatchObject({ code: 'alarm.state' })
    await expect(desk.shelve(id, 'lan', clock.now() + 1, 'x')).rejects.toMatchObject({ code: 'alarm.state' })
  })

  it('may be comments, also on an alarm that is over, and change nothing', async () => {
    const { desk, clock, level, only } = await gaugeRoom()
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    const { id } = await desk.acknowledge(only().id, 'lan', null)
    desk.take([level(1)])
    clock.advance(MINUTE)
    expect(await desk.comment(id, 'hùng', 'kiểm tra lại thước')).toMatchObject({ state: 'cleared' })
    expect((await desk.eventsOf(id)).at(-1)).toMatchObject({
      type: 'commented',
      by: 'hùng',
      text: 'kiểm tra lại thước',
    })
    expect(desk.active()).toEqual([])
  })
})
