import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { channelSchema } from '@ioc/shared/channel'
import { expect, it } from 'vitest'
import { createEmail } from './email.js'

it('lets go of a mail server that says nothing as soon as it is told to', async () => {
  const silent = createServer().listen(0, 'localhost')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const mail = { kind: 'email', name: 'x', host: 'localhost', port, secure: 'none', from: 'a@b.vn', to: ['c@d.vn'] }
  const counts = { critical: 0, high: 0, medium: 0, low: 0 }
  const notice = { id: 'n', channel: 'c', step: 0, at: 0, items: [], counts, following: 0 }
  const told = new AbortController()
  silent.once('connection', () => told.abort())
  const sent = createEmail().send({ ...channelSchema.parse(mail), id: 'c' }, notice, told.signal)
  // Not its own words for a server that takes too long.
  await expect(sent).rejects.toThrow(/abort/i)
  silent.close()
})
