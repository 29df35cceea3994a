import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireChannel, WireChannelTest } from '@ioc/shared/channel'
import { createAuthority, type Certificate } from '../certificates.js'
import { startServer, type ServerProcess } from '../server-process.js'
import { openSmtp } from '../smtp-receiver.js'

const folder = mkdtempSync(join(tmpdir(), 'ioc-notices-tls-'))
let server: ServerProcess
let known: Certificate
let foreign: Certificate

beforeAll(async () => {
  const authority = await createAuthority('Province')
  known = await authority.issue('mail')
  foreign = await (await createAuthority('Somebody')).issue('mail')
  writeFileSync(join(folder, 'ca.pem'), authority.cert)
  server = await startServer({ dataDir: folder, env: { NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') } })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

async function tryOut(channel: object): Promise<WireChannelTest> {
  const { id } = await server.api<WireChannel>('channels', { method: 'POST', body: { name: 'x', ...channel } })
  return server.api(`channels/${id}/test`, { method: 'POST' })
}

describe('mail under TLS', () => {
  const account = { user: 'ioc', password: 'password of ioc' }

  it.each([
    ['tls', 'start'],
    ['starttls', 'asked'],
  ] as const)('%s arrives where the certificate holds, and nowhere else', async (secure, from) => {
    const [right, wrong] = await Promise.all(
      [known, foreign].map((certificate) => openSmtp({ account, tls: { ...certificate, from } })),
    )
    const email = { kind: 'email', host: 'localhost', secure, ...account, from: 'ioc@hue.vn', to: ['a@hue.vn'] }
    expect(await tryOut({ ...email, port: right!.port })).toMatchObject({ ok: true, error: null })
    expect(right!.mails).toMatchObject([{ to: ['a@hue.vn'], user: 'ioc', secure: true }])
    expect((await tryOut({ ...email, port: wrong!.port })).error).toMatch(/certificate/)
    expect(wrong!.mails).toEqual([])
    await Promise.all([right!.close(), wrong!.close()])
  })
})

describe('a webhook over HTTPS', () => {
  it('is called where the certificate holds for its name, and nowhere else', async () => {
    const called: string[] = []
    const open = async (certificate: Certificate, name: string) => {
      const listener = createServer(certificate, (request, response) => {
        called.push(`${name} ${request.headers.host}`)
        response.end()
      }).listen(0, 'localhost')
      await once(listener, 'listening')
      return { port: (listener.address() as AddressInfo).port, listener }
    }
    const [right, wrong] = [await open(known, 'right'), await open(foreign, 'wrong')]
    expect(await tryOut({ kind: 'webhook', url: `https://localhost:${right.port}/` })).toMatchObject({ ok: true })
    expect((await tryOut({ kind: 'webhook', url: `https://localhost:${wrong.port}/` })).error).toMatch(/certificate/)
    expect(called).toEqual([`right localhost:${right.port}`])
    for (const { listener } of [right, wrong]) {
      listener.closeAllConnections()
      listener.close()
    }
  })
})
