import { HttpError, InfluxDB, setLogger } from '@influxdata/influxdb-client'
import { coded } from '../../errors.js'
import type { InfluxAddress } from './address.js'

/** Some rows of an answer that belong together. */
export interface Series {
  tags: Record<string, string>
  /** Cells by the names of `SELECT`, `time` in milliseconds. */
  rows: Record<string, number | null>[]
}

export interface Influx {
  /** Null once the lines are there; the server's own words where it never will take them. Throws if it is away. */
  write(lines: string): Promise<string | null>
  /** One InfluxQL statement. Throws `store.away` if there is no answer in `withinMs`. */
  query(statement: string, withinMs?: number): Promise<Series[]>
  /** Ends what is under way. */
  close(): void
}

interface ClientOptions {
  address: InfluxAddress
  /** A token, or `user:password` of a 1.x that asks for one; null for a server that asks for neither. */
  token: string | null
}

interface Answer {
  error?: string
  results?: {
    error?: string
    series?: { tags?: Record<string, string>; columns: string[]; values: (number | null)[][] }[]
  }[]
}

const WRITE_MS = 10_000
const QUERY_MS = 30_000
const GZIP_FROM = 1_000
/** What a server says of lines that it will not take at the second try either. */
const REFUSALS = [400, 413, 422]

/**
 * Speaks line protocol and InfluxQL, the two languages that InfluxDB 1.x, 2.x and 3.x have in common.
 *
 * The library's own writer keeps lines in memory and gives up in time; ours are on disk and never given up, so only
 * its transport is used.
 */
export function openInflux({ address, token }: ClientOptions): Influx {
  setLogger({ error: () => undefined, warn: () => undefined })
  const basic = token?.includes(':') ? { Authorization: `Basic ${Buffer.from(token).toString('base64')}` } : undefined
  const { transport } = new InfluxDB({
    url: address.url,
    timeout: QUERY_MS,
    ...(basic ? { headers: basic } : token ? { token } : {}),
  })
  const underWay = new Set<AbortController>()

  async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const request = new AbortController()
    const timer = setTimeout(() => request.abort(), ms)
    underWay.add(request)
    return work(request.signal).finally(() => {
      clearTimeout(timer)
      underWay.delete(request)
    })
  }

  async function ask(path: string, signal: AbortSignal): Promise<Answer> {
    const options = { method: 'GET', headers: { accept: 'application/json' }, signal }
    try {
      return (await transport.request(path, '', options)) as Answer
    } catch (cause) {
      // A connection that was kept from before the server's restart ends at its next use.
      if ((cause as { code?: unknown }).code !== 'ECONNRESET') throw cause
      return (await transport.request(path, '', options)) as Answer
    }
  }

  return {
    async write(lines) {
      try {
        const options = { method: 'POST', gzipThreshold: GZIP_FROM }
        await within(WRITE_MS, (signal) => transport.request(address.write, lines, { ...options, signal }))
        return null
      } catch (cause) {
        if (cause instanceof HttpError && REFUSALS.includes(cause.statusCode)) return cause.body ?? cause.message
        throw cause
      }
    },
    async query(statement, withinMs = QUERY_MS) {
      const path = `${address.query}&q=${encodeURIComponent(statement)}`
      const answer = await within(withinMs, (signal) => ask(path, signal)).catch((cause: unknown) => {
        throw coded('store.away', `no answer from ${address.name}`, { cause })
      })
      const fault = answer.error ?? answer.results?.[0]?.error
      if (fault) throw coded('store.away', `${address.name} says: ${fault}`)
      return (answer.results?.[0]?.series ?? []).map(({ tags = {}, columns, values }) => ({
        tags,
        rows: values.map((cells) => Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null]))),
      }))
    },
    close() {
      for (const request of underWay) request.abort()
    },
  }
}
