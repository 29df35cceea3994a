import { expect, it } from 'vitest'
import { openRoom } from './room.js'

it('takes notes and two signatures, and keeps who signed in the audit trail', async () => {
  const room = await openRoom()
  const ask = async (
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    as: 'viewer' | 'operator' | 'leader',
    payload?: object,
  ) => {
    const request = { method, url: `/api/v1/${url}`, headers: room.as(as) }
    const { statusCode, json } = await room.api.inject(payload ? { ...request, payload } : request)
    return statusCode === 204 ? null : json()
  }
  expect(await ask('POST', 'shift-notes', 'viewer', { text: 'x' })).toMatchObject({ code: 'auth.forbidden' })
  const note = { at: '2026-11-22T03:00:00.000Z', by: 'token:operator', text: 'cửa xả mở' }
  expect(await ask('POST', 'shift-notes', 'operator', { text: ' cửa xả mở ' })).toMatchObject(note)
  expect(await ask('GET', 'shift-notes', 'viewer')).toMatchObject([note])

  const slip = await ask('POST', 'handovers', 'operator')
  expect(await ask('DELETE', `handovers/${slip.id}`, 'leader')).toMatchObject({ code: 'shift.other' })
  expect(await ask('DELETE', `handovers/${slip.id}`, 'operator')).toBeNull()
  expect(await ask('DELETE', `handovers/${slip.id}`, 'operator')).toMatchObject({ code: 'not-found' })

  const left = await ask('POST', 'handovers', 'operator', { note: 'để ý sông Bồ' })
  expect(left).toMatchObject({ since: null, note: 'để ý sông Bồ', leaving: { by: 'token:operator' }, taking: null })
  expect(await ask('POST', 'handovers', 'leader')).toMatchObject({ code: 'shift.pending' })
  expect(await ask('POST', `handovers/${left.id}/take`, 'operator')).toMatchObject({ code: 'shift.same' })
  const taken = await ask('POST', `handovers/${left.id}/take`, 'leader')
  expect(taken).toEqual({ ...left, taking: { by: 'token:leader', at: '2026-11-22T03:00:00.000Z' } })
  expect(await ask('POST', `handovers/${left.id}/take`, 'leader')).toMatchObject({ code: 'shift.taken' })
  expect(await ask('DELETE', `handovers/${left.id}`, 'operator')).toMatchObject({ code: 'shift.taken' })
  expect(await ask('GET', 'handovers', 'viewer')).toEqual([taken])
  const { standing, ...listed } = await ask('GET', `handovers/${left.id}`, 'viewer')
  expect(listed).toEqual(taken)
  expect(taken.counts).toEqual({
    open: standing.open.length,
    shelved: standing.shelved.length,
    outOfService: standing.outOfService.length,
    silent: standing.silent.length,
  })
  expect(await ask('GET', `handovers/${slip.id}`, 'viewer')).toMatchObject({ code: 'not-found' })
  expect((await room.audit.list(10)).map(({ action }) => action)).toEqual(
    expect.arrayContaining(['shift.leave', 'shift.take', 'shift.withdraw']),
  )
})
