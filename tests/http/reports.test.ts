import { expect, it } from 'vitest'
import type { WireReport } from '@ioc/shared/report'
import { openRoom } from './room.js'

it('answers the report of a local day, with what the shifts left of it', async () => {
  const room = await openRoom()
  const headers = room.as('operator')
  const ask = async <T>(url: string): Promise<T> => (await room.api.inject({ url: `/api/v1/${url}`, headers })).json()
  await room.api.inject({ method: 'POST', url: '/api/v1/shift-notes', headers, payload: { text: 'cửa xả mở' } })
  await room.api.inject({ method: 'POST', url: '/api/v1/handovers', headers, payload: { note: 'để ý sông Bồ' } })
  room.clock.advance(1_000)

  const today = await ask<WireReport>('reports/2026-11-22')
  expect(today).toMatchObject({
    day: '2026-11-22',
    from: '2026-11-21T17:00:00.000Z',
    to: '2026-11-22T03:00:01.000Z',
    notes: [{ by: 'token:operator', text: 'cửa xả mở' }],
    handovers: [{ note: 'để ý sông Bồ', leaving: { by: 'token:operator' }, taking: null }],
    silent: { count: 1, lines: [{ station: 'A1', hours: 10, still: true }] },
    load: null,
  })
  expect(await ask('reports/2026-11-21')).toMatchObject({ to: '2026-11-21T17:00:00.000Z', notes: [], handovers: [] })
})

it.each([
  ['reports/2026-11-23', 404, 'not-found'],
  ['reports/2026-02-30', 400, 'request.bad'],
  ['reports/today', 400, 'request.bad'],
])('has none of %s', async (url, status, code) => {
  const { api, as } = await openRoom()
  const answer = await api.inject({ url: `/api/v1/${url}`, headers: as('viewer') })
  expect([answer.statusCode, answer.json().code]).toEqual([status, code])
})
