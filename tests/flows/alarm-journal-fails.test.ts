import { describe, expect, it } from 'vitest'
import { createAlarmJournal } from '@ioc/server/adapters/memory/alarm-journal'
import type { AlarmJournal } from '@ioc/server/ports/alarm-journal'
import { MINUTE, SECOND } from '@ioc/shared/time'
import { alarmRoom, limitRule, stationOf } from '../alarm-room.js'
import { gaugeRoom } from '../gauge-room.js'

describe('a journal that fails', () => {
  it('is tried again until it works: nothing is lost, and nothing is told before', async () => {
    const memory = createAlarmJournal()
    let broken = false
    const append: AlarmJournal['append'] = (...batch) =>
      broken ? Promise.reject(new Error('disk full')) : memory.append(...batch)
    const { desk, clock, level, told, failures, only } = await gaugeRoom({ journal: { ...memory, append } })
    broken = true
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    for (let tries = 0; tries < 5; tries += 1) {
      await new Promise((resume) => setImmediate(resume))
      clock.advance(SECOND)
    }
    desk.take([level(1)])
    clock.advance(MINUTE)
    expect([told, failures.length > 2, only().state]).toEqual([[], true, 'returned'])

    broken = false
    await new Promise((resume) => setImmediate(resume))
    clock.advance(SECOND)
    await desk.settled()
    expect(told).toEqual(['unacknowledged', 'returned'])
    expect((await memory.events({})).map((event) => [event.seq, event.type])).toEqual([
      [1, 'raised'],
      [2, 'returned'],
    ])
  })

  it('answers an operator while other alarms come and go without end', async () => {
    const memory = createAlarmJournal()
    const flood = limitRule('flood', 'water_level')
    let turns = 0
    const append: AlarmJournal['append'] = async (...batch) => {
      await memory.append(...batch)
      turns += 1
      if (turns < 1_000) busy.report('B', 'water_level', turns % 2 === 0 ? 20 : 1)
    }
    const stations = [stationOf('A'), stationOf('B')]
    const busy = await alarmRoom({ rules: [flood], stations, journal: { ...memory, append } })
    busy.report('A', 'water_level', 20)
    await busy.desk.acknowledge(busy.alarm('flood A').id, 'lan', null)
    expect(turns).toBeLessThan(10)
    turns = 1_000
  })

  it('does not hold up the end', async () => {
    const memory = createAlarmJournal()
    const { desk, clock, level, failures } = await gaugeRoom({
      journal: { ...memory, append: () => Promise.reject(new Error('disk full')) },
    })
    desk.take([level(3.6)])
    clock.advance(MINUTE)
    await desk.close()
    expect(failures).not.toEqual([])
  })
})
