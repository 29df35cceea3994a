/** Where an InfluxDB is and how its two doors are called. */
export interface InfluxAddress {
  /** Names the place without credentials: the address of another place is another text. */
  name: string
  url: string
  /** Path and query of a write in line protocol, times in milliseconds. */
  write: string
  /** Path and query of an InfluxQL query that answers with milliseconds; `&q=` is to be added. */
  query: string
}

/**
 * Reads `influx+http://host:8086/?org=&bucket=` (2.x, 3.x) or `influx+http://host:8086/?db=&rp=` (1.x); null for
 * anything else.
 *
 * Credentials have a setting of their own: an address is written to logs.
 */
export function parseInfluxAddress(text: string): InfluxAddress | null {
  if (!/^influx\+https?:\/\//.test(text)) return null
  const plain = text.slice('influx+'.length)
  if (!URL.canParse(plain)) return null
  const parsed = new URL(plain)
  if (parsed.username || parsed.password || parsed.hash) return null
  const url = `${parsed.origin}${parsed.pathname}`.replace(/\/$/, '')
  const given = Object.fromEntries(parsed.searchParams)
  const { bucket, org, db, rp, ...unknown } = given
  if (Object.keys(unknown).length > 0 || Boolean(bucket) === Boolean(db)) return null
  if (bucket ? rp : org) return null

  const name = `${url}/?${parameters(bucket ? { org, bucket } : { db, rp })}`
  const query = `/query?${parameters({ db: bucket ?? db, rp, epoch: 'ms' })}`
  const write = bucket
    ? `/api/v2/write?${parameters({ org, bucket, precision: 'ms' })}`
    : `/write?${parameters({ db, rp, precision: 'ms' })}`
  return { name, url, write, query }
}

function parameters(given: Record<string, string | undefined>): string {
  const pairs = Object.entries(given).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return new URLSearchParams(pairs).toString()
}
