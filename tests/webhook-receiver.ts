import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Posted {
  headers: IncomingHttpHeaders
  text: string
  body: {
    id: string
    channel: string
    test: boolean
    escalation: { step: number; role: string } | null
    counts: Record<string, number>
    items: { why: string; name: string; link: string | null; alarm: { id: string; rule: string; station: string } }[]
  }
}

/**
 * What stands at the other end of a webhook: it keeps what was posted and answers with `answer.status`; 0: not at all.
 * What has more than `answer.mostItems` is too large for it.
 */
export async function openReceiver(port = 0) {
  const posted: Posted[] = []
  const answer = { status: 204, mostItems: Infinity }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const body = JSON.parse(text) as Posted['body']
    posted.push({ headers: request.headers, text, body })
    if (body.items.length > answer.mostItems) return response.writeHead(413).end()
    if (answer.status > 0) response.writeHead(answer.status, { location: '/elsewhere' }).end('thanks')
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')

  return {
    port: (server.address() as AddressInfo).port,
    posted,
    answer,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
