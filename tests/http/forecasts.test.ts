import { expect, it } from 'vitest'
import { openRoom } from './room.js'

it('answers no more forecasts at once than the server can put together beside its work', async () => {
  const { api, as } = await openRoom()
  const ask = async (path: string) =>
    (await api.inject({ url: `/api/v1/forecasts${path}`, headers: as('viewer') })).json()
  for (const all of ['', '/states']) {
    expect(await ask(all)).toMatchObject({ code: 'request.bad', detail: expect.stringContaining('200000 forecasts') })
    expect(await ask(`${all}?station=A1`)).toEqual([])
  }
})
