import { expect, it } from 'vitest'
import type { AlarmEvent } from '@ioc/shared/alarm'
import { SECOND } from '@ioc/shared/time'
import { createOccurrences } from './occurrences.js'
import { createSystemWatch } from './system-watch.js'

it('names another one that fails in the alarm that stands, once', () => {
  const told: string[] = []
  const record = ({ type, alarm }: Omit<AlarmEvent, 'seq'>) => told.push(`${type} ${alarm.message.en}`)
  const watch = createSystemWatch({ occurrences: createOccurrences({ writer: { record } }) })
  const fail = (channels: string, now: number) => {
    watch.set('system-channel', channels !== '', { channels })
    watch.tick(now)
  }
  fail('SMS', SECOND)
  fail('SMS', 2 * SECOND)
  fail('SMS, Zalo', 3 * SECOND)
  fail('SMS, Zalo', 4 * SECOND)
  fail('Zalo', 5 * SECOND)
  fail('', 6 * SECOND)
  const named = told.map((text) => /through: (.*?)\./.exec(text)?.[1])
  expect(named).toEqual(['SMS', 'SMS, Zalo', 'Zalo', 'Zalo'])
  expect(told.map((text) => text.split(' ')[0])).toEqual(['raised', 'updated', 'updated', 'returned'])
})
