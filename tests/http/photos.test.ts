import { expect, it } from 'vitest'
import { openRoom } from './room.js'

const URL = '/api/v1/stations/A1/photo'
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(20)])

it('keeps a picture of a station, named anew whenever it changes', async () => {
  const room = await openRoom()
  const { api, as } = room
  const put = (payload: Buffer, type: string) =>
    api.inject({ method: 'PUT', url: URL, headers: { ...as('engineer'), 'content-type': type }, payload })
  expect((await api.inject({ url: URL, headers: as('viewer') })).statusCode).toBe(404)

  const first = (await put(PNG, 'image/png')).json()
  expect(first).toMatchObject({ id: 'A1', attributes: { photo: expect.stringMatching(/^[0-9a-f]{16}$/) } })
  const got = await api.inject({ url: URL, headers: as('viewer') })
  expect(got.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' })
  expect(got.headers['content-security-policy']).toContain('sandbox')
  expect(got.rawPayload.equals(PNG)).toBe(true)

  // It is what its bytes say, whatever was said of it.
  const second = (await put(JPEG, 'image/png')).json()
  expect(second.attributes.photo).not.toBe(first.attributes.photo)
  expect((await api.inject({ url: URL, headers: as('viewer') })).headers['content-type']).toBe('image/jpeg')

  const gone = await api.inject({ method: 'DELETE', url: URL, headers: as('engineer') })
  expect(gone.statusCode).toBe(204)
  expect(room.stations.get('A1')?.attributes?.['photo']).toBeUndefined()
  expect((await api.inject({ url: URL, headers: as('viewer') })).statusCode).toBe(404)
  const trail = (await room.audit.list(10)).map(({ action, detail }) => `${action} ${detail}`)
  expect(trail).toEqual([
    'station.photo removed',
    'station.photo image/jpeg, 24 bytes',
    'station.photo image/png, 16 bytes',
  ])
})

it('takes nothing but pictures of a bearable size, from those who may change stations', async () => {
  const { api, as } = await openRoom()
  const put = async (payload: Buffer, type: string, role: 'engineer' | 'operator' = 'engineer', url = URL) =>
    (await api.inject({ method: 'PUT', url, headers: { ...as(role), 'content-type': type }, payload })).statusCode
  expect(await put(Buffer.from('<svg onload="alert(1)"/>'), 'image/png')).toBe(400)
  expect(await put(Buffer.from('<svg/>'), 'image/svg+xml')).toBe(400)
  expect(await put(Buffer.alloc(0), 'image/png')).toBe(400)
  expect(await put(Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]), 'image/png')).toBe(413)
  expect(await put(PNG, 'image/png', 'operator')).toBe(403)
  expect(await put(PNG, 'image/png', 'engineer', '/api/v1/stations/nobody/photo')).toBe(404)
})

it('leaves no picture behind for a station of the same name', async () => {
  const { api, as, options } = await openRoom()
  const headers = { ...as('engineer'), 'content-type': 'image/png' }
  await api.inject({ method: 'PUT', url: URL, headers, payload: PNG })
  await api.inject({ method: 'DELETE', url: '/api/v1/stations/A1', headers: as('engineer') })
  expect(await options.photos.get('A1' as never)).toBeNull()
})
