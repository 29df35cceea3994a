import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'

interface WriteRecorder {
  url: string
  /** Series of which a new time was taken after a later one. */
  outOfOrder(): string[]
  close(): Promise<void>
}

/** Stands between the server and InfluxDB and notes the order in which lines were taken. */
export async function openWriteRecorder(target: string): Promise<WriteRecorder> {
  const newest = new Map<string, number>()
  const wrong = new Set<string>()
  /** Lines come again when a success was not heard; only a time that was never there before has to be the newest. */
  const seen = new Set<string>()

  function note(body: string): void {
    for (const line of body.split('\n')) {
      const [series = '', , at = ''] = line.split(' ')
      if (seen.has(`${series} ${at}`)) continue
      seen.add(`${series} ${at}`)
      if (Number(at) < (newest.get(series) ?? 0)) wrong.add(series)
      newest.set(series, Number(at))
    }
  }

  const proxy = createServer((request, response) => {
    void (async () => {
      const body = await bytesOf(request)
      const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
      const init = request.method === 'POST' ? { method: 'POST', body: new Uint8Array(plain) } : {}
      const answer = await fetch(`${target}${request.url}`, init)
      const text = await answer.text()
      if (answer.status === 204) note(plain.toString())
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
    })().catch(() => request.socket.destroy())
  })
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    outOfOrder: () => [...wrong],
    close: () => new Promise<void>((closed) => proxy.close(() => closed())),
  }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
