import { expect, it } from 'vitest'
import { cookieOf, openRoom } from './room.js'

it('tells an admin where people are signed in, and ends a session', async () => {
  const room = await openRoom()
  const { api, as } = room
  const mine = { cookie: await cookieOf(room), origin: 'http://localhost:80', host: 'localhost:80' }
  const other = { cookie: await cookieOf(room) }
  const list = async () => (await api.inject({ url: '/api/v1/sessions', headers: mine })).json()
  const sessions = (await list()) as { id: string; name: string; current: boolean }[]
  expect(sessions.map(({ name, current }) => [name, current])).toEqual([
    ['admin', true],
    ['admin', false],
  ])
  const { id } = sessions.find(({ current }) => !current)!
  const end = () => api.inject({ method: 'DELETE', url: `/api/v1/sessions/${id}`, headers: mine })
  expect((await end()).statusCode).toBe(204)
  expect((await api.inject({ url: '/api/v1/session', headers: other })).statusCode).toBe(401)
  expect((await end()).statusCode).toBe(404)
  // A token of a program is none of them.
  expect(await list()).toHaveLength(1)
  expect((await api.inject({ url: '/api/v1/sessions', headers: as('engineer') })).statusCode).toBe(403)
  expect((await room.audit.list(1))[0]).toMatchObject({ action: 'session.end', subject: 'admin' })
})
