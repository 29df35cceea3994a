import { describe, expect, it } from 'vitest'
import type { Alarm } from '@ioc/shared/alarm'
import type { PropertyKey, StationId } from '@ioc/shared/ids'
import { acknowledge, end, isActive, raiseAgain, returnToNormal, shelve, unshelve, type Turn } from './alarm-life.js'

const raised: Alarm = {
  id: 'bd3.HUE-WL-05.water_level.rs',
  rule: 'bd3',
  station: 'HUE-WL-05' as StationId,
  property: 'water_level' as PropertyKey,
  severity: 'critical',
  state: 'unacknowledged',
  late: false,
  raisedAt: 1_000,
  clearedAt: null,
  phenomenonTime: 900,
  value: 3.6,
  limit: 3.5,
  message: { vi: '.', en: '.' },
  ack: null,
  shelved: null,
}
const again = { late: true, phenomenonTime: 5_000, value: 3.9, limit: 3.5, message: { vi: '!', en: '!' } }

const deeds: Record<string, (alarm: Alarm) => Turn | null> = {
  ack: (alarm) => acknowledge(alarm, { by: 'lan', at: 2_000, note: null }),
  clears: (alarm) => returnToNormal(alarm, 3_000),
  again: (alarm) => raiseAgain(alarm, again),
  shelve: (alarm) => shelve(alarm, { by: 'lan', until: 9_000, reason: 'bảo trì' }),
  unshelve,
  end: (alarm) => end(alarm, 4_000),
}

function live(story: string): { alarm: Alarm; told: string[] } {
  let alarm = raised
  const told: string[] = []
  for (const deed of story.split(' ')) {
    const turn = deeds[deed]!(alarm)
    told.push(turn ? `${turn.type}:${turn.alarm.state}` : 'refused')
    alarm = turn?.alarm ?? alarm
  }
  return { alarm, told }
}

describe('the life of an alarm', () => {
  it.each([
    ['ack clears', 'acknowledged:acknowledged cleared:cleared'],
    ['clears ack', 'returned:returned acknowledged:cleared'],
    ['clears again ack', 'returned:returned raised:unacknowledged acknowledged:acknowledged'],
    ['ack ack', 'acknowledged:acknowledged refused'],
    ['clears ack ack', 'returned:returned acknowledged:cleared refused'],
    ['unshelve', 'refused'],
    ['shelve shelve', 'shelved:shelved refused'],
    ['shelve ack', 'shelved:shelved refused'],
    ['shelve unshelve', 'shelved:shelved unshelved:unacknowledged'],
    ['ack shelve unshelve', 'acknowledged:acknowledged shelved:shelved unshelved:acknowledged'],
    ['shelve clears unshelve', 'shelved:shelved returned:shelved unshelved:returned'],
    ['ack shelve clears unshelve', 'acknowledged:acknowledged shelved:shelved returned:shelved unshelved:cleared'],
    ['clears ack shelve', 'returned:returned acknowledged:cleared refused'],
    [
      'ack shelve clears again unshelve',
      'acknowledged:acknowledged shelved:shelved returned:shelved raised:shelved unshelved:unacknowledged',
    ],
    ['ack end', 'acknowledged:acknowledged cleared:cleared'],
    ['shelve end', 'shelved:shelved cleared:cleared'],
  ])('%s', (story, told) => {
    expect(live(story).told.join(' ')).toBe(told)
  })

  it('keeps its name and its beginning when the condition comes back, and tells the new value', () => {
    const { alarm } = live('clears again')
    expect(alarm).toEqual({ ...raised, ...again })
  })

  it('remembers when it returned, not when it was acknowledged', () => {
    expect(live('clears ack').alarm).toMatchObject({ clearedAt: 3_000, ack: { by: 'lan', at: 2_000 } })
  })

  it('is active until it is over, but not while it is put aside', () => {
    const stories = ['ack', 'clears', 'clears ack', 'shelve', 'shelve unshelve']
    expect(stories.map((story) => isActive(live(story).alarm))).toEqual([true, true, false, false, true])
  })
})
