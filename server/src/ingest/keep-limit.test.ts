import type { StationId } from '@ioc/shared/ids'
import { describe, expect, it } from 'vitest'
import type { Rejection } from '../ports/observation-store.js'
import { createKeepLimit } from './keep-limit.js'

function rejection(at: number, bytes: number, station = 'A'): Rejection {
  const payload = Buffer.alloc(bytes)
  const id = station as StationId
  const kept = { sender: id, count: 1, places: '0', whole: true }
  return { at, station: id, topic: 't', reason: 'payload.unreadable', detail: '', payload, ...kept }
}

describe('what is kept of rejections', () => {
  it('is all of it, while a station has few', () => {
    const keep = createKeepLimit()
    for (let n = 0; n < 60; n++) expect(keep(rejection(n, 250_000))?.payload.length).toBe(250_000)
  })

  it('is their beginning and then their number, from a device gone mad', () => {
    const keep = createKeepLimit()
    const kept = Array.from({ length: 5_000 }, (_, n) => keep(rejection(n, 250_000)))
    const bytes = kept.reduce((sum, each) => sum + (each?.payload.length ?? 0), 0)
    expect(bytes).toBeLessThan(18 * 1024 * 1024)
    expect(kept.filter(Boolean)).toHaveLength(1_000)
    expect(kept[0]).toMatchObject({ whole: true, places: '0' })
    expect(kept[999]).toMatchObject({ whole: false, places: null })
    expect(keep(rejection(1, 100, 'B'))?.payload.length).toBe(100)
  })

  it('is all of it again after a while', () => {
    const keep = createKeepLimit()
    for (let n = 0; n < 5_000; n++) keep(rejection(0, 250_000))
    expect(keep(rejection(601_000, 250_000))?.payload.length).toBe(250_000)
  })
})
