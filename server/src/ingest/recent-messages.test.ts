import type { StationId } from '@ioc/shared/ids'
import { describe, expect, it } from 'vitest'
import { createRecentMessages } from './recent-messages.js'

const [A, B] = ['A', 'B'] as StationId[] as [StationId, StationId]
const arrived = (text: string, receivedAt = 0) => ({ topic: 't', bytes: Buffer.from(text), receivedAt })
const BOUNDS = { messages: 3, leastBytes: 16, mostBytes: 128, allBytes: 1_000, messageBytes: 40 }
const texts = (messages: ReturnType<typeof createRecentMessages>, station: StationId) =>
  messages.list(station).map(({ payload }) => payload.toString())

describe('the last messages of a station', () => {
  it('are told as they came, byte by byte, newest first', () => {
    const messages = createRecentMessages()
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    messages.note(A, arrived('{"values": {}}', 1), 0, 0)
    messages.note(A, { topic: 'sơ', bytes, receivedAt: 2 }, 2, 1)
    bytes.fill(0)
    const [newest, before] = messages.list(A)
    expect(newest).toMatchObject({ id: 2, at: 2, topic: 'sơ', bytes: 256, taken: 2, refused: 1 })
    expect([...newest!.payload]).toEqual(Array.from({ length: 256 }, (_, byte) => byte))
    expect(before!.payload.toString()).toBe('{"values": {}}')
    expect(messages.list(B)).toEqual([])
    messages.forget(A)
    expect(messages.list(A)).toEqual([])
  })

  it('are so many, whatever their lengths', () => {
    const messages = createRecentMessages(BOUNDS)
    const sent: string[] = []
    for (let n = 0; n < 500; n++) {
      const text = String.fromCharCode(33 + (n % 90)).repeat((n * 7) % 29)
      sent.unshift(text)
      messages.note(A, arrived(text, n), 1, 0)
      const expected = sent.slice(0, 3)
      // The ring is as wide as the longest needs; what a short one may still lose is the oldest.
      const told = texts(messages, A)
      expect(told).toEqual(expected.slice(0, told.length))
      expect(told.length).toBeGreaterThan(Math.min(sent.length, 3) - 2)
    }
    for (let n = 0; n < 5; n++) messages.note(A, arrived(`{"n": ${n}}`, n), 1, 0)
    expect(messages.list(A).map(({ at }) => at)).toEqual([4, 3, 2])
  })

  it('are cut, and say how long they were, also after others have come', () => {
    const messages = createRecentMessages(BOUNDS)
    messages.note(A, arrived('x'.repeat(50), 1), 0, 0)
    messages.note(A, arrived('y'.repeat(30), 2), 0, 0)
    expect(messages.list(A).map(({ bytes, payload }) => [bytes, payload.toString()])).toEqual([
      [30, 'y'.repeat(30)],
      [50, 'x'.repeat(40)],
    ])
  })

  it('cost so much together: whoever comes after that has little room, and keeps the newest', () => {
    const messages = createRecentMessages({ ...BOUNDS, allBytes: 112 })
    for (let n = 0; n < 3; n++) messages.note(A, arrived('x'.repeat(40), n), 1, 0)
    for (let n = 0; n < 3; n++) messages.note(B, arrived(`${n}${'y'.repeat(29)}`, n), 1, 0)
    expect(messages.list(A)).toHaveLength(3)
    expect(messages.list(B).map(({ at, bytes, payload }) => [at, bytes, payload.toString()])).toEqual([
      [2, 30, `2${'y'.repeat(15)}`],
    ])
    // Who is gone gives his room back.
    messages.forget(A)
    for (let n = 3; n < 6; n++) messages.note(B, arrived('z'.repeat(30), n), 1, 0)
    expect(texts(messages, B)).toEqual(['z'.repeat(30), 'z'.repeat(30), 'z'.repeat(30)])
  })
})
