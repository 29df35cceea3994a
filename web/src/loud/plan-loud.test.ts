import { describe, expect, it } from 'vitest'
import type { WireAlarm } from '@ioc/shared/wire'
import { sampleAlarm } from '../design/sample-things.js'
import { planLoud, REPEAT_MS, SILENT_SO_FAR, type LoudMemory } from './plan-loud.js'

const high = (id: string, more: Partial<WireAlarm> = {}) => sampleAlarm(id, more)

/** Plays a course of looks at the alarms and tells what was heard at each. */
function course(looks: { at: number; alarms: WireAlarm[] }[]) {
  let memory: LoudMemory = SILENT_SO_FAR
  return looks.map(({ at, alarms }, index) => {
    const plan = planLoud(memory, alarms, at, index === 0)
    memory = plan.memory
    return { sound: plan.sound, news: plan.news.map(({ id }) => id) }
  })
}

describe('planLoud', () => {
  it('sounds what stood at the start, without telling it as news', () => {
    expect(course([{ at: 0, alarms: [high('a')] }])).toEqual([{ sound: 'high', news: [] }])
  })

  it('tells a new alarm and sounds it again until somebody takes it', () => {
    const every = REPEAT_MS.high ?? 0
    const taken = high('a', { state: 'acknowledged' })
    expect(
      course([
        { at: 0, alarms: [] },
        { at: 1_000, alarms: [high('a')] },
        { at: 2_000, alarms: [high('a')] },
        { at: 1_000 + every, alarms: [high('a')] },
        { at: 2_000 + 2 * every, alarms: [taken] },
      ]),
    ).toEqual([
      { sound: null, news: [] },
      { sound: 'high', news: ['a'] },
      { sound: null, news: [] },
      { sound: 'high', news: [] },
      { sound: null, news: [] },
    ])
  })

  it('lets the worst decide how often', () => {
    const both = [high('a'), sampleAlarm('b', { severity: 'critical' })]
    const sounds = course([0, 10_000, 20_000].map((at) => ({ at, alarms: both }))).map(({ sound }) => sound)
    expect(sounds).toEqual(['critical', 'critical', 'critical'])
  })

  it('goes on with the worst, whatever milder comes meanwhile', () => {
    const critical = sampleAlarm('a', { severity: 'critical' })
    const looks = Array.from({ length: 20 }, (_, n) => {
      const lows = Array.from({ length: n }, (_low, index) => sampleAlarm(`low-${index}`, { severity: 'low' }))
      return { at: n * 6_000, alarms: [critical, ...lows] }
    })
    const sounds = course(looks).flatMap(({ sound }) => sound ?? [])
    expect(new Set(sounds)).toEqual(new Set(['critical']))
    expect(sounds.length).toBe(10)
  })

  it('tells a milder one in words only when nothing worse calls', () => {
    const critical = sampleAlarm('a', { severity: 'critical' })
    const before = planLoud(SILENT_SO_FAR, [critical], 0)
    expect(before.spoken?.id).toBe('a')
    const after = planLoud(before.memory, [critical, high('b')], 20_000)
    expect(after).toMatchObject({ sound: 'critical', spoken: null })
    expect(after.news.map(({ id }) => id)).toEqual(['b'])
  })

  it('lets be heard, once, what came while worse called', () => {
    const [critical, low] = [sampleAlarm('a', { severity: 'critical' }), sampleAlarm('b', { severity: 'low' })]
    const taken = { ...critical, state: 'acknowledged' as const }
    const sounds = course([
      { at: 0, alarms: [critical] },
      { at: 1_000, alarms: [critical, low] },
      { at: 2_000, alarms: [taken, low] },
      { at: 3_000, alarms: [taken, low] },
    ])
    expect(sounds.map(({ sound }) => sound)).toEqual(['critical', null, 'low', null])
  })

  it('makes one sound of many that come at once', () => {
    const all = [0, 1_000, 2_000, 3_000].map((at, n) => {
      return { at, alarms: Array.from({ length: n + 1 }, (_, index) => high(`h-${index}`)) }
    })
    expect(course(all).map(({ sound }) => sound)).toEqual(['high', null, null, 'high'])
  })

  it('calls out one that worsens, and not one that eases', () => {
    const worse = high('a', { severity: 'critical' })
    expect(
      course([
        { at: 0, alarms: [high('a')] },
        { at: 1, alarms: [worse] },
        { at: 2, alarms: [high('a')] },
      ]),
    ).toEqual([
      { sound: 'high', news: [] },
      { sound: 'critical', news: ['a'] },
      { sound: null, news: [] },
    ])
  })

  it('is heard once only where it is low', () => {
    const low = sampleAlarm('a', { severity: 'low' })
    const sounds = course([0, 3_600_000].map((at) => ({ at, alarms: [low] }))).map(({ sound }) => sound)
    expect(sounds).toEqual(['low', null])
  })

  it('is quiet about what was put aside', () => {
    for (const state of ['shelved', 'suppressed', 'out_of_service', 'acknowledged', 'returned'] as const)
      expect(course([{ at: 0, alarms: [high('a', { state })] }])[0]?.sound).toBeNull()
  })
})
