import { describe, expect, it } from 'vitest'
import { ALARM_STATES, type AlarmState, type Severity } from './alarm.js'
import { compareAlarms, isWorse, needsLook, type Ranked } from './alarm-order.js'

const NOON = Date.parse('2026-11-22T05:00:00.000Z')

function alarm(id: string, change: Partial<Ranked> = {}): Ranked {
  return { id, severity: 'high', state: 'unacknowledged', raisedAt: NOON, ack: null, ...change }
}

function held(id: string, acknowledged: Severity, severity: Severity = 'high'): Ranked {
  return alarm(id, { severity, state: 'acknowledged', ack: { severity: acknowledged } })
}

const text = (at: number) => new Date(at).toISOString()
const written = ({ early, ...rest }: Ranked) => ({ ...rest, early: { at: text(early!.at as number) } })
const order = (...alarms: Ranked[]) => [...alarms].sort(compareAlarms).map(({ id }) => id)

describe('the order of alarms', () => {
  it('puts the worst first, in hand or not', () => {
    const low = alarm('low', { severity: 'low' })
    expect(order(low, alarm('over', { state: 'returned' }), held('critical', 'critical', 'critical'))).toEqual([
      'critical',
      'over',
      'low',
    ])
  })

  it('puts within a severity the unseen first, then what is in hand, then what is over, then what waits for a reset', () => {
    const states: AlarmState[] = ['latched', 'returned', 'unacknowledged']
    const others = states.map((state) => alarm(state, { state }))
    expect(order(...others, held('held', 'high'))).toEqual(['unacknowledged', 'held', 'returned', 'latched'])
  })

  it('takes what grew worse since its acknowledgement as unseen', () => {
    expect(order(held('held', 'critical', 'critical'), held('worse', 'high', 'critical'))).toEqual(['worse', 'held'])
    expect([
      needsLook(held('held', 'high')),
      needsLook(held('worse', 'low')),
      needsLook(held('eased', 'critical')),
    ]).toEqual([false, true, false])
  })

  it('puts what was put aside last, whatever its severity', () => {
    const aside = ALARM_STATES.filter((state) => /shelved|suppressed|service/.test(state))
    expect(aside).toHaveLength(3)
    for (const state of aside) {
      expect(order(alarm('aside', { state, severity: 'critical' }), alarm('low', { severity: 'low' }))).toEqual([
        'low',
        'aside',
      ])
    }
  })

  it('puts what is so before what is only expected', () => {
    const ahead = alarm('ahead', { early: { at: NOON } })
    const unseen = { ...ahead, id: 'unseen' }
    expect(order(ahead, alarm('so', { raisedAt: NOON - 1, early: null }))).toEqual(['so', 'ahead'])
    expect(order(held('held', 'high'), unseen)).toEqual(['unseen', 'held'])
  })

  it('puts what is expected soonest before what is expected later, however new', () => {
    const later = alarm('later', { early: { at: NOON + 2 } })
    const soon = alarm('soon', { raisedAt: NOON - 1, early: { at: NOON + 1 } })
    expect(order(later, soon)).toEqual(['soon', 'later'])
    expect(order(written(later), written(soon), alarm('so'))).toEqual(['so', 'soon', 'later'])
  })

  it('puts the newest first among equals, in numbers and in text, and never swaps what is equal', () => {
    expect(order(alarm('old', { raisedAt: NOON - 1 }), alarm('new'))).toEqual(['new', 'old'])
    expect(order(alarm('old', { raisedAt: text(NOON - 1) }), alarm('new', { raisedAt: text(NOON) }))).toEqual([
      'new',
      'old',
    ])
    expect(order(alarm('b'), alarm('a'))).toEqual(order(alarm('a'), alarm('b')))
  })
})

it('knows what is worse', () => {
  expect([isWorse('critical', 'high'), isWorse('high', 'high'), isWorse('low', 'medium')]).toEqual([true, false, false])
})
