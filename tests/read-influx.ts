import { influxQuery } from './influxd.js'

/** Every row of InfluxDB, by `station/property/time`. */
export async function readInflux(url: string): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (let offset = 0; ; offset += 100_000) {
    const page = await influxQuery(
      url,
      `SELECT station, property, value FROM observations LIMIT 100000 OFFSET ${offset}`,
    )
    for (const [at, station, property, value] of page) found.set([station, property, at].join('/'), Number(value))
    if (page.length < 100_000) return found
  }
}
