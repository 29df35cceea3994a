import { afterEach, expect, it, vi } from 'vitest'
import type { WireRetryResult } from '@ioc/shared/wire'
import { retryAll } from './retry-all.js'

afterEach(() => vi.unstubAllGlobals())

const taken = (id: string) => ({ id, stored: 1, duplicate: 0, corrected: 0 })

it('goes on where the call before stopped, until nothing is left, and tells what came of it meanwhile', async () => {
  const asked: unknown[] = []
  const answers = [
    { taken: [taken('1')], still: [], left: 2, after: '1' },
    { taken: [taken('2')], still: [], left: 1, after: '2' },
    { taken: [], still: [], left: 0, after: null },
  ]
  vi.stubGlobal('fetch', async (_url: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body))
    return Response.json(answers[asked.length - 1])
  })
  const told: WireRetryResult[] = []
  const all = await retryAll({ reason: 'property.unknown' }, (result) => told.push(result))
  const reason = 'property.unknown'
  expect(asked).toEqual([{ reason }, { reason, after: '1' }, { reason, after: '2' }])
  expect(all).toEqual({ taken: [taken('1'), taken('2')], still: [], left: 0, after: null })
  expect(told.map(({ left }) => left)).toEqual([2, 1, 0])
})
